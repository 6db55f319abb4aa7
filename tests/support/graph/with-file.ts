import { randomBytes } from 'node:crypto';

const isOfBody = (field: string): boolean => /^content-/i.test(field);

/** The same mail with one more file: all that it was becomes the first of two parts. */
export function withFile(raw: Buffer, file: { name: string; contentType: string; bytes: Buffer }): Buffer {
  const end = raw.indexOf('\r\n\r\n');
  const fields = raw
    .subarray(0, end)
    .toString('latin1')
    .split(/\r\n(?![ \t])/);
  const boundary = `=_${randomBytes(8).toString('hex')}`;
  const head = [...fields.filter((field) => !isOfBody(field)), `Content-Type: multipart/mixed; boundary="${boundary}"`];
  const fileHead = [
    `Content-Type: ${file.contentType}`,
    `Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    'Content-Transfer-Encoding: base64',
  ];
  const encoded = file.bytes.toString('base64').replace(/.{76}/g, '$&\r\n');
  return Buffer.concat([
    Buffer.from(`${head.join('\r\n')}\r\n\r\n--${boundary}\r\n${fields.filter(isOfBody).join('\r\n')}`, 'latin1'),
    raw.subarray(end),
    Buffer.from(`\r\n--${boundary}\r\n${fileHead.join('\r\n')}\r\n\r\n${encoded}\r\n--${boundary}--\r\n`, 'latin1'),
  ]);
}
