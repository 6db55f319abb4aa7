import type { Discussion } from '#shared/contract/discussion.ts';
import * as f from './fixtures.ts';

const day = 24 * 60;
const reaction = (emoji: string, ...people: typeof f.teammates) => ({ emoji, people: people.map(f.as) });

/** An ordinary talk: two days, several people, a guest, reactions, a file, something new. */
export function busyTalk(): Discussion {
  const messages = [
    f.message(
      f.as(f.tom),
      'Brightwater again. Same drift as in the pilot: **3 % high** after the firmware of Friday.',
      day + 130,
    ),
    f.message(
      f.as(f.tom),
      'I think it is the temperature compensation, see [the pilot’s report](https://docs.larkfield.example/pilot-7).',
      day + 129,
    ),
    f.message(
      f.as(f.priya),
      `@[Mara Lindqvist](user:${f.mara.id}) they have an audit on the 27th, so we should answer today.`,
      day + 100,
      { reactions: [reaction('👀', f.mara, f.tom), reaction('👍', f.tom)] },
    ),
    f.message(f.as(f.mara), 'On it. I asked Jack for the serial numbers.', 185, { editedAt: f.ago(180) }),
    f.message(f.guest, 'We can recalibrate all four on Tuesday if they arrive by Monday noon.', 64, { origin: 'chat' }),
    f.message(f.as(f.priya), 'Great. Here is the shipping label.', 31, {
      files: [
        {
          id: f.id(50),
          name: 'return-label-brightwater.pdf',
          contentType: 'application/pdf',
          size: 184_320,
          url: 'https://sidethread.larkfield.example/files/x',
          chatUrl: null,
        },
      ] as never,
    }),
    f.message(f.as(f.tom), 'I can take the call at three.', 4, { origin: 'chat' }),
  ];
  return f.discussion(messages, { lastReadSeq: messages[4]?.seq ?? 0 });
}

/** Every receipt, a deleted message, a waiting one. */
export function receiptsTalk(): Discussion {
  return f.discussion([
    f.message(f.as(f.mara), 'This one is in Slack.', 50),
    f.message(f.as(f.mara), 'This one is on its way.', 49, { receipt: f.receipt({ state: 'pending' }) }),
    f.message(f.as(f.mara), 'Slack asked to slow down for this one.', 48, {
      receipt: f.receipt({ state: 'pending', reason: 'Slack asked us to slow down.', retryAt: f.ago(-2) }),
    }),
    f.message(f.as(f.tom), 'Here the answer was lost.', 47, { receipt: f.receipt({ state: 'checking' }) }),
    f.message(f.as(f.mara), 'Nobody knows what became of this one.', 46, { receipt: f.receipt({ state: 'unknown' }) }),
    f.message(f.as(f.mara), 'This one was refused.', 20, {
      receipt: f.receipt({
        state: 'failed',
        reason: 'The bot is not in #customers. Invite @Sidethread there and send it again.',
      }),
    }),
    f.message(f.as(f.priya), '', 15, { deletedAt: f.ago(14) }),
    f.message(f.as(f.mara), 'Its edit could not be brought to Slack.', 8, {
      editedAt: f.ago(6),
      receipt: { ...f.delivered, reason: 'In Slack it still reads as before: the edit came too late.' },
    }),
  ]);
}

/** What Markdown may do, and what it may not. */
export function markdownTalk(): Discussion {
  return f.discussion([
    f.message(
      f.as(f.tom),
      '**Bold**, _italic_, ~~gone~~ and `code`.\n\n1. First\n2. Second\n   - deeper\n\n> What the customer said,\n> in two lines\n\n```\nconst drift = measured / weighed - 1; // 0.031 for every one of the four meters\n```',
      44,
    ),
    f.message(
      f.as(f.priya),
      '# A heading\n\n![a picture](https://evil.example/pixel.png) <b>no html</b> [no script](javascript:alert(1)) https://www.brightwater.example/a/very/long/path/that/goes/on/and/on/without/any/space/until/it/must/wrap?q=1234567890123456789012345678901234567890',
      42,
    ),
    f.message(f.as(f.tom), 'هذا نص عربي من اليمين إلى اليسار مع كلمة English في الوسط.', 41),
    f.message(
      f.as(f.mara),
      `@[Tom Okafor](user:${f.tom.id}) and @[Mara Lindqvist](user:${f.mara.id}), | a | b |\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n- [ ] open`,
      20,
    ),
  ]);
}

/** Thousands of messages, as after many older pages. */
export function longTalk(count: number): Discussion {
  const authors = [f.tom, f.priya, f.mara].map(f.as);
  const messages = Array.from({ length: count }, (_none, index) =>
    f.message(
      authors[Math.floor(index / 3) % 3] ?? f.guest,
      `Message ${index + 1}: some words about meter **${index % 97}** and what comes next.`,
      (count - index) * 7,
    ),
  );
  return f.discussion(messages, { hasOlder: true });
}
