import { LayoutTemplate } from 'lucide-react';
import { useState, type RefObject } from 'react';
import { t } from '#extension/language/t.ts';
import type { OutgoingDraft, OutgoingFile } from '#shared/contract/outgoing-mail.ts';
import type { Template } from '#shared/contract/template.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { IconButton } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { writeInto } from '../composer/write-into.ts';
import { TemplatePicker } from './template-picker.tsx';

interface TemplateButtonProps {
  draft: OutgoingDraft;
  area: RefObject<HTMLTextAreaElement | null>;
  change: (fields: Partial<OutgoingDraft>) => void;
  changeFiles: (next: (files: readonly OutgoingFile[]) => OutgoingFile[]) => void;
}

/** Puts a template at the caret of the customer's composer: its subject only where there is none, its files beside. */
export function TemplateButton({ draft, area, change, changeFiles }: TemplateButtonProps) {
  const command = useCommand();
  const [isOpen, setOpen] = useState(false);
  const about = {
    recipient: draft.to[0] ?? null,
    correspondenceId: draft.correspondenceId,
    mailboxId: draft.mailboxId,
  };
  const insert = async ({ id }: Template): Promise<void> => {
    const result = await command('template.use', { id, about });
    if (!result.ok) return;
    setOpen(false);
    const { subject, body, files } = result.value;
    if (draft.subject.trim() === '' && subject !== '') change({ subject });
    if (files.length > 0)
      changeFiles((now) => [...now, ...files.filter((file) => !now.some(({ fileId }) => fileId === file.fileId))]);
    const box = area.current;
    if (box !== null) writeInto(box, { start: box.selectionStart, end: box.selectionEnd, text: body });
  };
  return (
    <Popover
      label={t('template.insert')}
      open={isOpen}
      onOpenChange={setOpen}
      align="center"
      returnTo={() => area.current}
      trigger={
        <IconButton label={t('template.insert')}>
          <LayoutTemplate size={15} aria-hidden />
        </IconButton>
      }
    >
      <TemplatePicker about={about} onPick={(template) => void insert(template)} />
    </Popover>
  );
}
