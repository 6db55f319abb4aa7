import { t } from '#extension/language/t.ts';
import { useCommand } from '../bridge/use-command.ts';
import { SwitchRow } from '../ui/switch.tsx';
import { rolesToGive } from './role-words.ts';
import { Group, Row, SectionPage, type SectionProps } from './section.tsx';

/** Whether the team sees who has a discussion open. */
export function PresenceSection({ self }: SectionProps) {
  const command = useCommand();
  const mayManage = rolesToGive(self.role).length > 0;
  return (
    <SectionPage title={t('options.presence')} note={t('presenceOption.note')}>
      <Group>
        <Row>
          <SwitchRow
            label={t('presenceOption.show')}
            note={mayManage ? t('presenceOption.mayManage') : t('presenceOption.mayNot')}
            on={self.presenceEnabled}
            disabled={!mayManage}
            onChange={(enabled) => void command('team.set-presence', { enabled })}
          />
        </Row>
      </Group>
    </SectionPage>
  );
}
