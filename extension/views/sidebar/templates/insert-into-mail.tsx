import { LayoutTemplate } from 'lucide-react';
import { useRef, useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { InsertOutcome, TabView } from '#extension/messaging/protocol.ts';
import type { CorrespondenceView } from '#shared/contract/correspondence.ts';
import type { OpenThread } from '#shared/contract/open-email.ts';
import type { FilledTemplate, Template } from '#shared/contract/template.ts';
import { findGaps } from '#shared/templates/fill-template.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { IconButton } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { useShowToast } from '../../ui/toasts.tsx';
import { findCustomers } from '../contact/people.ts';
import { useSelf } from '../self.ts';
import { TemplatePicker } from './template-picker.tsx';

interface InsertIntoMailProps {
  tab: TabView;
  email: OpenThread;
  correspondence: CorrespondenceView | null;
}

/** Puts a template into the mail that is being written in the webmail itself, where that is offered. It sends nothing. */
export function InsertIntoMail({ tab, email, correspondence }: InsertIntoMailProps) {
  const command = useCommand();
  const show = useShowToast();
  const { canWrite } = useSelf();
  const [isOpen, setOpen] = useState(false);
  /** The keyboard goes to the page then, where one goes on writing. */
  const goesToPage = useRef(false);
  if (!canWrite || email.webmail !== 'gmail') return null;

  const [customer] = findCustomers(email, tab.addressHashes, correspondence);
  const recipient =
    customer === undefined || customer.address === '' ? null : { name: customer.name, address: customer.address };
  const about = { recipient, correspondenceId: correspondence?.correspondenceId ?? null, mailboxId: null };

  /** Whether the page did it; what keeps it from that is said. */
  const put = async (text: string | null): Promise<boolean> => {
    const result = await command('overlay.insert-text', { text });
    const problem = result.ok ? problemOf(result.value.outcome) : null;
    if (problem !== null) show({ text: problem });
    return result.ok && problem === null;
  };
  const open = async (): Promise<void> => {
    goesToPage.current = false;
    if (await put(null)) setOpen(true);
  };
  const insert = async ({ id }: Template): Promise<void> => {
    const filled = await command('template.use', { id, about });
    goesToPage.current = filled.ok;
    setOpen(false);
    if (filled.ok && (await put(filled.value.text))) show({ text: describe(filled.value) });
  };
  return (
    <Popover
      label={t('template.insert')}
      open={isOpen}
      onOpenChange={(next) => (next ? void open() : setOpen(false))}
      side="bottom"
      returnTo={() => (goesToPage.current ? document.body : null)}
      trigger={
        <IconButton label={t('template.insertInGmail')}>
          <LayoutTemplate size={15} aria-hidden />
        </IconButton>
      }
    >
      <TemplatePicker about={about} onPick={(template) => void insert(template)} />
    </Popover>
  );
}

function problemOf(outcome: InsertOutcome): string | null {
  if (outcome === 'done') return null;
  if (outcome === 'no-box') return t('template.noBox');
  return outcome === 'several-boxes' ? t('template.severalBoxes') : t('template.refusedByPage');
}

function describe({ text, files }: FilledTemplate): string {
  const gaps = findGaps(text).map((gap) => gap.slice(2, -2).trim());
  const said = gaps.length === 0 ? t('template.inserted') : t('template.insertedWithGaps', { names: gaps.join(', ') });
  return files.length === 0 ? said : `${said} ${t('template.filesLeftOut')}`;
}
