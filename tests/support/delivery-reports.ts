export interface ReportOptions {
  /** Of the mail that is reported on, without angle brackets. */
  readonly about: string;
  readonly to: string;
  readonly action?: 'failed' | 'delayed' | 'delivered';
  readonly recipient?: string;
  readonly diagnostic?: string;
  /** How the original comes along; default its headers alone. */
  readonly original?: 'headers' | 'encoded headers' | 'message' | 'none';
}

let reports = 0;

/** A delivery status notification as mail servers write it (RFC 3464). */
export function writeDeliveryReport(options: ReportOptions): string {
  const { about, to, action = 'failed', recipient = 'marta@weiss-tools.example', original = 'headers' } = options;
  const { diagnostic = 'smtp; 550 5.1.1 <marta@weiss-tools.example>:\r\n Recipient address rejected' } = options;
  reports += 1;
  const headers = [`From: ${to}`, `To: ${recipient}`, `Message-ID: <${about}>`, 'Subject: Re: Order 7'].join('\r\n');
  const parts = [
    'Content-Type: text/plain; charset=us-ascii\r\n\r\nYour mail could not be delivered. Message-ID: <in-the-text@x.example>',
    [
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.weiss-tools.example',
      '',
      `Final-Recipient: rfc822; ${recipient}`,
      `Action: ${action}`,
      action === 'delayed' ? 'Status: 4.4.1' : 'Status: 5.1.1',
      `Diagnostic-Code: ${diagnostic}`,
    ].join('\r\n'),
    ...originalOf(original, headers),
  ];
  return [
    'Return-Path: <>',
    'From: Mail Delivery System <mailer-daemon@mx.weiss-tools.example>',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    `Message-ID: <report-${reports}-${process.pid}@mx.weiss-tools.example>`,
    `Date: ${new Date().toUTCString()}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="=_report"',
    '',
    ...parts.map((part) => `--=_report\r\n${part}\r\n`),
    '--=_report--',
    '',
  ].join('\r\n');
}

function originalOf(kind: NonNullable<ReportOptions['original']>, headers: string): string[] {
  switch (kind) {
    case 'none':
      return [];
    case 'headers':
      return [`Content-Type: text/rfc822-headers\r\n\r\n${headers}`];
    case 'encoded headers':
      return [
        `Content-Type: text/rfc822-headers\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(headers).toString('base64')}`,
      ];
    case 'message':
      return [
        [
          'Content-Description: Undelivered Message',
          'Content-Type: message/rfc822',
          '',
          headers,
          'Content-Type: multipart/alternative; boundary="inner"',
          '',
          '--inner',
          'Content-Type: text/plain',
          '',
          'Dear Marta',
          '--inner--',
        ].join('\r\n'),
      ];
  }
}
