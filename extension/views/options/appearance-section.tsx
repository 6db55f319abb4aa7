import { RadioGroup } from 'radix-ui';
import type { Appearance } from '../ui/appearance.ts';
import { joinClasses } from '../ui/join-classes.ts';
import { useAppearance } from '../ui/use-theme.ts';
import { Group, Row, SectionPage } from './section.tsx';

const themes: { value: Appearance['theme']; text: string }[] = [
  { value: 'auto', text: 'Automatic' },
  { value: 'light', text: 'Light' },
  { value: 'dark', text: 'Dark' },
];
const sizes: { value: Appearance['text']; text: string }[] = [
  { value: 'small', text: 'Small' },
  { value: 'medium', text: 'Medium' },
  { value: 'large', text: 'Large' },
];

/** How Sidethread looks in this browser. */
export function AppearanceSection() {
  const [appearance, save] = useAppearance();
  if (appearance === undefined) return null;
  return (
    <SectionPage title="Appearance" note="For this browser only.">
      <Group>
        <Row>
          <Choices
            label="Theme"
            note="Automatic follows your mail beside it, and the system elsewhere."
            choices={themes}
            value={appearance.theme}
            onChange={(theme) => save({ ...appearance, theme })}
          />
        </Row>
        <Row>
          <Choices
            label="Text size"
            note="On top of your browser’s own zoom."
            choices={sizes}
            value={appearance.text}
            onChange={(text) => save({ ...appearance, text })}
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
