import { syncMailbox } from '#server/domain/mailboxes/index.ts';
import { createGmailStandIn } from '#tests/support/gmail-api/index.ts';
import { clientOf, extensionPage, readAnswer, writeMail } from '#tests/support/mail-team.ts';
import { addTestTeam } from '#tests/support/people.ts';
import { startTestApp } from '#tests/support/test-app.ts';
import { createVirtualClock } from '#tests/support/virtual-clock.ts';
import type { Measurement } from './measurement.ts';

const name = 'first-sync';
const mails = 10_000;
const address = 'support@larkfield.example';
const unitsPerMinute = 6000;
/** What a request takes, ten at a time. */
const latencyMs = 120 / 10;

/**
 * The share of what Gmail allows a mailbox that its first sync uses, against the metering stand-in: requests are real,
 * time is simulated. Allowed is all that fits into that time with a full minute's units at its very start.
 */
export async function measure(): Promise<Measurement[]> {
  const clock = createVirtualClock();
  const now = () => clock.now().getTime();
  const gmail = await createGmailStandIn({ now, latency: () => clock.advance(latencyMs) });
  const app = await startTestApp({ env: gmail.settings });
  try {
    const box = gmail.addMailbox(address);
    for (let at = 0; at < mails; at += 1)
      box.deliver({ raw: writeMail(address), receivedAt: new Date(Date.now() - at * 60_000) });
    const owner = { name: 'Olga', email: 'olga@larkfield.example' };
    const team = await addTestTeam(app.ports.db, { name: 'Larkfield', owner });
    const api = clientOf(app.url, team.owner, team.teamId);
    const begun = await api.mailboxes.begin.mutate({ provider: 'gmail', redirectUri: extensionPage });
    const { id } = await api.mailboxes.finish.mutate(readAnswer(gmail.authority.consent(begun.url, address)));
    const startedAt = now();
    const realStartedAt = performance.now();
    const key = { teamId: team.teamId, mailboxId: id };
    const ports = { ...app.ports, clock };
    for (;;) {
      const waitMs = await syncMailbox(ports, key, new AbortController().signal);
      const [mailbox] = await api.mailboxes.list.query();
      if (mailbox?.sync.stored === mails) break;
      clock.advance(waitMs ?? 0);
    }
    const allowed = ((now() - startedAt) / 60_000 + 1) * unitsPerMinute;
    const seconds = (performance.now() - realStartedAt) / 1000;
    const { units, refused } = gmail.metered(address);
    return [
      {
        name,
        metric: 'share of the allowed units used',
        unit: '%',
        ours: (100 * units) / allowed,
        reference: null,
        aim: 'ours >= 95',
      },
      { name, metric: 'requests refused', unit: '', ours: refused, reference: null, aim: 'ours <= 0' },
      {
        name,
        metric: 'mails a second that the machine itself would manage',
        unit: 'mails/s',
        ours: mails / seconds,
        reference: null,
        aim: null,
      },
    ];
  } finally {
    await app.close();
    await gmail.close();
  }
}
