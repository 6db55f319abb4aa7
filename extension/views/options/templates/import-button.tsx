import { useRef, useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { TemplateScope } from '#shared/contract/template.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';

interface ImportButtonProps {
  isBusy: boolean;
  onFiles: (files: File[], scope: TemplateScope) => void;
}

/** Chooses Markdown files or zips of them, for oneself or for the team. */
export function ImportButton({ isBusy, onFiles }: ImportButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const [scope, setScope] = useState<TemplateScope>('own');
  const choose = (next: TemplateScope): void => {
    setScope(next);
    input.current?.showPicker();
  };
  return (
    <>
      <Menu align="start" trigger={<Button disabled={isBusy}>{t('template.import')}</Button>}>
        <MenuItem onSelect={() => choose('own')}>{t('template.importOwn')}</MenuItem>
        <MenuItem onSelect={() => choose('team')}>{t('template.importTeam')}</MenuItem>
      </Menu>
      <input
        ref={input}
        type="file"
        multiple
        accept=".md,.markdown,.zip"
        tabIndex={-1}
        aria-hidden
        className="sr-only"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])], scope);
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
    </>
  );
}
