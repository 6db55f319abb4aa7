import { useCommand } from '../bridge/use-command.ts';
import type { Self } from '../sidebar/self.ts';
import { SwitchRow } from '../ui/switch.tsx';
import { rolesToGive } from './role-words.ts';
import { Group, Row, SectionPage } from './section.tsx';

/** Whether the team sees who has a discussion open. */
export function PresenceSection({ self }: { self: Self }) {
  const command = useCommand();
  const mayManage = rolesToGive(self.role).length > 0;
  return (
    <SectionPage title="Presence" note="So that two people don’t both answer.">
      <Group>
        <Row>
          <SwitchRow
            label="Show who has a discussion open"
            note={
              mayManage
                ? 'For the whole team. Only mails with a discussion count: reading any other mail tells nobody.'
                : 'For the whole team; an admin can change it. Reading a mail without a discussion tells nobody.'
            }
            on={self.presenceEnabled}
            disabled={!mayManage}
            onChange={(enabled) => void command('team.set-presence', { enabled })}
          />
        </Row>
      </Group>
    </SectionPage>
  );
}
