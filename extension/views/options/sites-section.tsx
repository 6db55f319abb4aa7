import { t } from '#extension/language/t.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { useAnswer } from '../bridge/use-answer.ts';
import { useCommand } from '../bridge/use-command.ts';
import { SwitchRow } from '../ui/switch.tsx';
import { Group, Row, SectionPage } from './section.tsx';

/** Beside which webmail Sidethread stands in this browser: whole sites, and the accounts that were decided on. */
export const SitesSection = () => (
  <SectionPage title={t('options.sites')} note={t('site.note')}>
    <Sites />
    <Accounts />
  </SectionPage>
);

function Sites() {
  const command = useCommand();
  const sites = useTopic('pages')?.sites ?? [];
  return (
    <Group title={t('site.sites')}>
      {sites.map(({ origin, on }) => (
        <Row key={origin}>
          <SwitchRow
            label={new URL(origin).host}
            note={on ? t('site.on') : t('site.off')}
            on={on}
            onChange={(isOn) => void command('site.set', { origin, on: isOn })}
          />
        </Row>
      ))}
    </Group>
  );
}

/** Accounts on which somebody was asked and answered; here one can change one's mind. */
function Accounts() {
  const { value, again } = useAnswer('account.list', null);
  const command = useCommand();
  if (value === undefined || value.length === 0) return null;
  const choose = async (account: string, isOn: boolean): Promise<void> => {
    await command('account.choose', { account, choice: isOn ? 'on' : 'off' });
    again();
  };
  return (
    <Group title={t('site.accounts')} note={t('site.accountsNote')}>
      {value.map(({ account, choice }) => (
        <Row key={account}>
          <SwitchRow
            label={account}
            note={choice === 'on' ? t('site.on') : t('site.off')}
            on={choice === 'on'}
            onChange={(isOn) => void choose(account, isOn)}
          />
        </Row>
      ))}
    </Group>
  );
}
