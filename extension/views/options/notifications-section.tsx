import { useEffect, useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { NotificationSettings } from '#shared/contract/notification.ts';
import { useBridge } from '../bridge/bridge.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { useAnswer } from '../bridge/use-answer.ts';
import { useCommand } from '../bridge/use-command.ts';
import { TextInput } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Switch, SwitchRow } from '../ui/switch.tsx';
import { useShowToast } from '../ui/toasts.tsx';
import { readClock, showClock } from './clock-input.ts';
import { Group, ItemRow, Row, SectionPage } from './section.tsx';

/** Where the worker looks whether this browser's user wants notifications. */
const wantedKey = 'notifications-here';
const night = { from: 19 * 60, until: 7 * 60 };

/** Whether, about what and when one is told on the desktop. */
export function NotificationsSection() {
  const { value, problem, again } = useAnswer('notification.settings', null);
  const command = useCommand();
  const save = async (change: Partial<NotificationSettings>): Promise<void> => {
    if (value === undefined) return;
    await command('notification.set-settings', { ...value, ...change });
    again();
  };
  return (
    <SectionPage title={t('options.notifications')} note={t('notify.note')}>
      <Group title={t('notify.here')}>
        <Row>
          <HereSwitch />
        </Row>
      </Group>
      {problem !== null && (
        <Notice tone="warn" className="rounded-lg">
          {problem}
        </Notice>
      )}
      {value === undefined && problem === null && <Skeleton lines label={t('notify.loading')} />}
      {value !== undefined && (
        <Group title={t('notify.everywhere')} note={t('notify.everywhereNote')}>
          <Row>
            <SwitchRow
              label={t('notify.mentions')}
              note={t('notify.mentionsNote')}
              on={value.mentions}
              onChange={(mentions) => void save({ mentions })}
            />
          </Row>
          <Row>
            <SwitchRow
              label={t('notify.assignments')}
              note={t('notify.assignmentsNote')}
              on={value.assignments}
              onChange={(assignments) => void save({ assignments })}
            />
          </Row>
          <Row>
            <SwitchRow
              label={t('notify.quiet')}
              note={t('notify.quietNote')}
              on={value.quiet !== null}
              onChange={(isQuiet) => void save({ quiet: isQuiet ? night : null })}
            />
            {value.quiet !== null && <QuietHours quiet={value.quiet} onChange={(quiet) => void save({ quiet })} />}
          </Row>
          <Row>
            <SwitchRow
              label={t('notify.weekends')}
              note={t('notify.weekendsNote')}
              on={value.quietWeekends}
              onChange={(quietWeekends) => void save({ quietWeekends })}
            />
          </Row>
        </Group>
      )}
      <MailboxSwitches />
    </SectionPage>
  );
}

/** Of which mailboxes one is told when they have to be connected again. */
function MailboxSwitches() {
  const command = useCommand();
  const mailboxes = useTopic('mailboxes') ?? [];
  if (mailboxes.length === 0) return null;
  return (
    <Group title={t('notify.mailboxes')} note={t('notify.mailboxesNote')}>
      {mailboxes.map(({ id: mailboxId, address, settings }) => (
        <ItemRow
          key={mailboxId}
          actions={
            <Switch
              label={t('notify.mailbox', { address })}
              on={settings.notificationEnabled}
              onChange={(isNotified) => void command('mailbox.change', { mailboxId, isNotified })}
            />
          }
        >
          <span className="font-medium break-all">{address}</span>
        </ItemRow>
      ))}
    </Group>
  );
}

/** The browser is asked within the click; who says no there is told how to change their mind. */
function HereSwitch() {
  const { storage, shell } = useBridge();
  const show = useShowToast();
  const [isOn, setIsOn] = useState(false);
  useEffect(() => {
    const load = async (): Promise<void> => {
      const [isWanted, isAllowed] = await Promise.all([storage.get(wantedKey), shell.mayNotify()]);
      setIsOn(isWanted === true && isAllowed);
    };
    void load();
  }, [storage, shell]);
  const change = async (wants: boolean): Promise<void> => {
    const isAllowed = wants ? await shell.askForNotifications().catch(() => false) : false;
    setIsOn(isAllowed);
    await storage.set(wantedKey, isAllowed);
    if (wants && !isAllowed) show({ text: t('notify.refused') });
  };
  return (
    <SwitchRow
      label={t('notify.inThisBrowser')}
      note={t('notify.inThisBrowserNote')}
      on={isOn}
      onChange={(wants) => void change(wants)}
    />
  );
}

type Quiet = NonNullable<NotificationSettings['quiet']>;

function QuietHours({ quiet, onChange }: { quiet: Quiet; onChange: (quiet: Quiet) => void }) {
  const field = (name: keyof Quiet, label: string) => (
    <label className="flex items-center gap-2 text-small">
      {label}
      <TextInput
        type="time"
        className="w-33!"
        value={showClock(quiet[name])}
        onChange={(event) => {
          const minute = readClock(event.target.value);
          if (minute !== undefined) onChange({ ...quiet, [name]: minute });
        }}
      />
    </label>
  );
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2">
      {field('from', t('notify.from'))}
      {field('until', t('notify.until'))}
    </div>
  );
}
