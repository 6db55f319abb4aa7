import { t } from '#extension/language/t.ts';
import { RadioGroup } from 'radix-ui';
import { useEffect, useState } from 'react';
import { type Language, languages, type TextKey } from '#extension/language/messages.ts';
import { useBridge } from '../bridge/bridge.ts';
import type { Appearance } from '../ui/appearance.ts';
import { type LanguageChoice, languageKey, readLanguageChoice } from '#extension/language/language.ts';
import { joinClasses } from '../ui/join-classes.ts';
import { useAppearance } from '../ui/use-theme.ts';
import { Group, Row, SectionPage } from './section.tsx';

const themes: { value: Appearance['theme']; text: TextKey }[] = [
  { value: 'auto', text: 'appearance.auto' },
  { value: 'light', text: 'appearance.light' },
  { value: 'dark', text: 'appearance.dark' },
];
const sizes: { value: Appearance['text']; text: TextKey }[] = [
  { value: 'small', text: 'appearance.small' },
  { value: 'medium', text: 'appearance.medium' },
  { value: 'large', text: 'appearance.large' },
];
/** Each in its own words, so that whoever needs it can read it. */
const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch' };

/** How Sidethread looks in this browser, and in which language it speaks. */
export function AppearanceSection() {
  const [appearance, save] = useAppearance();
  const { storage } = useBridge();
  const [choice, setChoice] = useState<LanguageChoice>('auto');
  useEffect(() => void storage.get(languageKey).then((value) => setChoice(readLanguageChoice(value))), [storage]);
  if (appearance === undefined) return null;
  const speak = (next: LanguageChoice): void => {
    setChoice(next);
    void storage.set(languageKey, next);
  };
  return (
    <SectionPage title={t('options.appearance')} note={t('appearance.note')}>
      <Group>
        <Row>
          <Choices
            label={t('appearance.theme')}
            note={t('appearance.themeNote')}
            choices={themes.map(({ value, text }) => ({ value, text: t(text) }))}
            value={appearance.theme}
            onChange={(theme) => save({ ...appearance, theme })}
          />
        </Row>
        <Row>
          <Choices
            label={t('appearance.textSize')}
            note={t('appearance.textSizeNote')}
            choices={sizes.map(({ value, text }) => ({ value, text: t(text) }))}
            value={appearance.text}
            onChange={(text) => save({ ...appearance, text })}
          />
        </Row>
        <Row>
          <Choices<LanguageChoice>
            label={t('appearance.language')}
            note={t('appearance.languageNote')}
            choices={[
              { value: 'auto', text: t('appearance.auto') },
              ...languages.map((value) => ({ value, text: languageNames[value] })),
            ]}
            value={choice}
            onChange={speak}
          />
        </Row>
      </Group>
    </SectionPage>
  );
}

interface ChoicesProps<Value extends string> {
  label: string;
  note: string;
  choices: { value: Value; text: string }[];
  value: Value;
  onChange: (value: Value) => void;
}

function Choices<Value extends string>({ label, note, choices, value, onChange }: ChoicesProps<Value>) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="min-w-48 flex-1">
        <p className="font-medium">{label}</p>
        <p className="text-small text-pretty text-muted">{note}</p>
      </div>
      <RadioGroup.Root
        aria-label={label}
        value={value}
        onValueChange={(next) => {
          const chosen = choices.find((choice) => choice.value === next);
          if (chosen !== undefined) onChange(chosen.value);
        }}
        className="flex rounded-lg bg-hover p-0.5"
      >
        {choices.map((choice) => (
          <RadioGroup.Item
            key={choice.value}
            value={choice.value}
            className={joinClasses(
              'h-7 rounded-md border border-transparent px-3 text-small font-medium text-muted transition-colors duration-100',
              'data-[state=checked]:border-line data-[state=checked]:bg-canvas data-[state=checked]:text-ink',
            )}
          >
            {choice.text}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  );
}
