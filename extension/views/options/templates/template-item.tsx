import { Copy, Download, Ellipsis, Paperclip, Trash2 } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import type { Template } from '#shared/contract/template.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { Time } from '../../ui/time.tsx';
import { ItemRow } from '../section.tsx';

interface TemplateItemProps {
  template: Template;
  onEdit: () => void;
  onCopy: () => void;
  onExport: () => void;
  onRemove: () => void;
}

/** One template: its name and language, whose it is, how often it was used. */
export function TemplateItem({ template, onEdit, onCopy, onExport, onRemove }: TemplateItemProps) {
  const { name, language, scope, author, uses, lastUsedAt, files, mayChange, body } = template;
  return (
    <ItemRow
      actions={
        <>
          {mayChange && (
            <Button size="small" aria-label={t('template.changeOne', { name })} onClick={onEdit}>
              {t('action.change')}
            </Button>
          )}
          <Menu
            trigger={
              <IconButton label={t('template.more', { name })}>
                <Ellipsis size={16} aria-hidden />
              </IconButton>
            }
          >
            <MenuItem icon={<Copy size={15} aria-hidden />} onSelect={onCopy}>
              {t('template.copy')}
            </MenuItem>
            <MenuItem icon={<Download size={15} aria-hidden />} onSelect={onExport}>
              {t('template.export')}
            </MenuItem>
            {mayChange && (
              <MenuItem danger icon={<Trash2 size={15} aria-hidden />} onSelect={onRemove}>
                {t('action.delete')}
              </MenuItem>
            )}
          </Menu>
        </>
      }
    >
      <div className="min-w-0">
        <p className="flex min-w-0 items-baseline gap-2">
          <span dir="auto" className="truncate font-medium">
            {name}
          </span>
          {language !== '' && <span className="text-caption text-muted">{language}</span>}
          {files.length > 0 && (
            <Paperclip size={12} className="shrink-0 self-center text-muted" aria-label={t('template.hasFiles')} />
          )}
        </p>
        <p dir="auto" className="line-clamp-1 text-small break-all text-muted">
          {body.trim()}
        </p>
        <p className="text-caption text-muted">
          {scope === 'own' ? t('template.ofOwn') : t('template.ofTeam', { name: author.name })}
          {' · '}
          {uses === 0 ? t('template.unused') : t('template.uses', uses)}
          {lastUsedAt !== null && (
            <>
              {' · '}
              {t('template.lastUsed')} <Time at={lastUsedAt} />
            </>
          )}
        </p>
      </div>
    </ItemRow>
  );
}
