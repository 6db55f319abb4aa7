import { useEffect, useRef, useState } from 'react';
import type { SharingCount, SharingRuleInput } from '#shared/contract/sharing.ts';
import { MailboxId } from '#shared/contract/ids.ts';
import { useRequest } from '../../bridge/use-command.ts';

const waitMs = 300;

/** How much the team would see under these rules; null while it is being counted, so that nothing old is confirmed. */
export function useSharingCount(
  mailboxId: string,
  rules: readonly SharingRuleInput[],
): { count: SharingCount | null; problem: string | null } {
  const request = useRequest();
  const asked = JSON.stringify({ mailboxId, rules });
  const latest = useRef('');
  const [counted, setCounted] = useState<{ asked: string; count: SharingCount | null; problem: string | null }>();
  useEffect(() => {
    latest.current = asked;
    const read = async (): Promise<void> => {
      const input = JSON.parse(asked) as { mailboxId: string; rules: SharingRuleInput[] };
      const result = await request('sharing.preview', { ...input, mailboxId: MailboxId.parse(input.mailboxId) });
      if (latest.current !== asked) return;
      if (result.ok) setCounted({ asked, count: result.value, problem: null });
      else setCounted({ asked, count: null, problem: result.problem.message });
    };
    const timer = setTimeout(() => void read(), waitMs);
    return () => clearTimeout(timer);
  }, [request, asked]);
  return counted?.asked === asked ? counted : { count: null, problem: null };
}
