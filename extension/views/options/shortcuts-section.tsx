import type { TextKey } from '#extension/language/messages.ts';
import { t } from '#extension/language/t.ts';
import { Group, ItemRow, SectionPage } from './section.tsx';

const command = navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl';

const groups: readonly { title: TextKey; keys: readonly { keys: readonly string[]; does: TextKey }[] }[] = [
  {
    title: 'shortcuts.composer',
    keys: [
      { keys: [command, 'Enter'], does: 'shortcuts.post' },
      { keys: ['@'], does: 'shortcuts.mention' },
      { keys: [command, 'B'], does: 'shortcuts.bold' },
      { keys: [command, 'I'], does: 'shortcuts.italic' },
    ],
  },
  {
    title: 'shortcuts.sidebar',
    keys: [
      { keys: ['Esc'], does: 'shortcuts.collapse' },
      { keys: ['↑', '↓'], does: 'shortcuts.move' },
      { keys: ['←', '→'], does: 'shortcuts.width' },
    ],
  },
];

/** Every key that does something. */
export const ShortcutsSection = () => (
  <SectionPage title={t('options.shortcuts')} note={t('shortcuts.note')}>
    {groups.map(({ title, keys: rows }) => (
      <Group key={title} title={t(title)}>
        {rows.map(({ keys, does }) => (
          <ItemRow
            key={does}
            actions={keys.map((key) => (
              <kbd
                key={key}
                className="min-w-6 rounded border border-line-strong/60 bg-sunken px-1.5 text-center font-mono text-caption"
              >
                {key}
              </kbd>
            ))}
          >
            <p>{t(does)}</p>
          </ItemRow>
        ))}
      </Group>
    ))}
  </SectionPage>
);
