import { MonitorSmartphone, Puzzle } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import type { Device } from '#shared/contract/person.ts';
import { useAnswer } from '../bridge/use-answer.ts';
import { useCommand } from '../bridge/use-command.ts';
import { Badge } from '../ui/badge.tsx';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { Notice } from '../ui/notice.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { Group, ItemRow, SectionPage } from './section.tsx';

/** Every browser that is signed in as this person; each can be signed out from here. */
export function DevicesSection() {
  const { value, problem, again } = useAnswer('device.list', null);
  return (
    <SectionPage title={t('options.devices')} note={t('device.note')}>
      {problem !== null && (
        <Notice tone="warn" className="rounded-lg">
          {problem}
        </Notice>
      )}
      {value === undefined && problem === null && <Skeleton lines label={t('device.loading')} />}
      {value !== undefined && (
        <Group>
          {value.map((device) => (
            <DeviceRow key={device.id} device={device} onChanged={again} />
          ))}
        </Group>
      )}
    </SectionPage>
  );
}

function DeviceRow({ device, onChanged }: { device: Device; onChanged: () => void }) {
  const command = useCommand();
  const Icon = device.kind === 'extension' ? Puzzle : MonitorSmartphone;
  const revoke = async (): Promise<void> => {
    await command('device.revoke', { id: device.id });
    onChanged();
  };
  return (
    <ItemRow
      actions={
        device.current ? (
          <Badge tone="accent">{t('device.current')}</Badge>
        ) : (
          <ConfirmButton label={t('popup.signOut')} question={t('device.question')} onConfirm={() => void revoke()} />
        )
      }
    >
      <Icon size={18} strokeWidth={1.75} aria-hidden className="shrink-0 text-muted" />
      <div className="min-w-0">
        <p className="truncate font-medium">{device.name}</p>
        <p className="text-small text-muted">
          <RichText
            text="device.since"
            values={{
              kind: device.kind === 'extension' ? t('device.extension') : t('device.website'),
              seen: <Time at={device.lastSeenAt} />,
              created: <Time at={device.createdAt} />,
            }}
          />
        </p>
      </div>
    </ItemRow>
  );
}
