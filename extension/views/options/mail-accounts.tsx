import { useAnswer } from '../bridge/use-answer.ts';
import { useCommand } from '../bridge/use-command.ts';
import { SwitchRow } from '../ui/switch.tsx';
import { Group, Row } from './section.tsx';

/** Beside which webmail accounts Sidethread stands in this browser; here one can change one's mind. */
export function MailAccounts() {
  const { value, again } = useAnswer('account.list', null);
  const command = useCommand();
  if (value === undefined || value.length === 0) return null;
  const choose = async (account: string, isOn: boolean): Promise<void> => {
    await command('account.choose', { account, choice: isOn ? 'on' : 'off' });
    again();
  };
  return (
    <Group title="Mail accounts" note="Where you were asked and answered, in this browser.">
      {value.map(({ account, choice }) => (
        <Row key={account}>
          <SwitchRow
            label={account}
            note={choice === 'on' ? 'Sidethread stands beside its mail.' : 'Sidethread stays silent there.'}
            on={choice === 'on'}
            onChange={(isOn) => void choose(account, isOn)}
          />
        </Row>
      ))}
    </Group>
  );
}
