import { Braces } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { variableWords } from './variable-words.ts';

/** Everything that a template can take from contact, correspondence, sender and team. */
export function VariableMenu({ onPick }: { onPick: (text: string) => void }) {
  return (
    <Menu
      trigger={
        <Button size="small" kind="ghost">
          <Braces size={14} aria-hidden />
          {t('template.variable')}
        </Button>
      }
    >
      {variableWords().map(([name, words]) => (
        <MenuItem key={name} onSelect={() => onPick(`{{${name}}}`)}>
          <span className="min-w-0 flex-1">{words}</span>
          <code className="text-caption text-muted">{name}</code>
        </MenuItem>
      ))}
    </Menu>
  );
}
