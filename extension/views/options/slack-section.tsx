import { useState } from 'react';
import { say } from '#extension/messaging/say.ts';
import { t } from '#extension/language/t.ts';
import type { ChatStatus } from '#shared/contract/chat.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { useCommand } from '../bridge/use-command.ts';
import { describeSlack } from '../popup/describe-slack.ts';
import { Button } from '../ui/button.tsx';
import { ChannelList } from '../ui/channel-list.tsx';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { SwitchRow } from '../ui/switch.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { rolesToGive } from './role-words.ts';
import { Group, ItemRow, Row, SectionPage, type SectionProps } from './section.tsx';
import { SlackPeople } from './slack-people.tsx';

/** The team's Slack: the workspace, the channel, the people, and one's own link. */
export function SlackSection({ self }: SectionProps) {
  const chat = useTopic('chat');
  const mayManage = rolesToGive(self.role).length > 0;
  const active = chat?.installation?.state === 'active';
  return (
    <SectionPage title={t('options.slack')} note={t('slack.note')}>
      {chat === undefined && <Skeleton lines label={t('slack.loading')} />}
      {chat === null && (
        <Notice tone="quiet" className="rounded-lg">
          {t('slack.unknown')}
        </Notice>
      )}
      {chat !== undefined && chat !== null && (
        <Group title={t('slack.workspace')}>
          <Workspace chat={chat} mayManage={mayManage} />
          {active && <Channel chat={chat} mayManage={mayManage} />}
          {active && <CustomerMail chat={chat} mayManage={mayManage} />}
        </Group>
      )}
      {chat !== undefined && chat !== null && active && self.canWrite && <OwnLink chat={chat} />}
      {active && <SlackPeople />}
    </SectionPage>
  );
}

function Workspace({ chat, mayManage }: { chat: ChatStatus; mayManage: boolean }) {
  const command = useCommand();
  const { installation } = chat;
  const words = describeSlack({ ...chat, defaultChannel: null });
  if (installation === null || installation.state === 'ended') {
    return (
      <ItemRow
        actions={
          mayManage &&
          chat.available && (
            <Button kind="primary" size="small" onClick={() => void command('chat.install', null)}>
              {installation === null ? t('slack.connectSlack') : t('slack.reconnectSlack')}
            </Button>
          )
        }
      >
        <div>
          <p className="font-medium">{words.title}</p>
          <p className="text-small text-pretty text-muted">{words.note}</p>
        </div>
      </ItemRow>
    );
  }
  return (
    <ItemRow
      actions={
        mayManage && (
          <ConfirmButton
            label={t('slack.disconnect')}
            question={t('slack.disconnectQuestion')}
            onConfirm={() => void command('chat.disconnect', null)}
          />
        )
      }
    >
      <div className="min-w-0">
        <p className="font-medium">{installation.workspaceName}</p>
        <p className="text-small text-muted">
          <RichText
            text={installation.incoming === 'socket' ? 'slack.connectedSocket' : 'slack.connectedEvents'}
            values={{ name: installation.installedBy, time: <Time at={installation.installedAt} /> }}
          />
        </p>
      </div>
    </ItemRow>
  );
}

function Channel({ chat: { defaultChannel }, mayManage }: { chat: ChatStatus; mayManage: boolean }) {
  const command = useCommand();
  const [choosing, setChoosing] = useState(false);
  return (
    <>
      <ItemRow
        actions={
          mayManage && (
            <Button
              size="small"
              kind={defaultChannel === null ? 'primary' : 'secondary'}
              onClick={() => setChoosing(true)}
            >
              {defaultChannel === null ? t('slack.chooseChannel') : t('action.change')}
            </Button>
          )
        }
      >
        <div className="min-w-0">
          <p className="font-medium">{t('slack.teamChannel')}</p>
          <p className="text-small text-pretty text-muted">
            {defaultChannel === null
              ? t('slack.noneChosen')
              : t('slack.channelNote', { channel: defaultChannel.name.replace(/^#/, '') })}
          </p>
        </div>
      </ItemRow>
      {defaultChannel !== null && defaultChannel.problem !== null && (
        <Notice tone="warn">{say(defaultChannel.problem)}</Notice>
      )}
      {choosing && (
        <Dialog title={t('slack.teamChannel')} note={t('slack.teamChannelNote')} onClose={() => setChoosing(false)}>
          <ChannelList
            chosenId={defaultChannel?.id ?? null}
            onChoose={({ id }) => {
              setChoosing(false);
              void command('chat.set-default-channel', { channelId: id });
            }}
          />
        </Dialog>
      )}
    </>
  );
}

/** Whether customers' mail shows in Slack, with the buttons under it. */
function CustomerMail({ chat, mayManage }: { chat: ChatStatus; mayManage: boolean }) {
  const command = useCommand();
  return (
    <Row>
      <SwitchRow
        label={t('slack.customerMail')}
        note={t('slack.customerMailNote')}
        on={chat.installation?.showsMail ?? true}
        disabled={!mayManage}
        onChange={(showsMail) => void command('chat.set-shows-mail', { showsMail })}
      />
    </Row>
  );
}

function OwnLink({ chat: { me } }: { chat: ChatStatus }) {
  const command = useCommand();
  return (
    <Group title={t('slack.own')}>
      <ItemRow
        actions={
          me.linked ? (
            <Button size="small" onClick={() => void command('chat.unlink-me', null)}>
              {t('slack.unlink')}
            </Button>
          ) : (
            <Button size="small" onClick={() => void command('chat.link-me', null)}>
              {t('slack.link')}
            </Button>
          )
        }
      >
        <div>
          <p className="font-medium">{describeLink(me)}</p>
          <p className="text-small text-pretty text-muted">
            {me.linked ? t('slack.linkedNote') : t('slack.notLinkedNote')}
          </p>
        </div>
      </ItemRow>
    </Group>
  );
}

function describeLink({ linked, chatName }: ChatStatus['me']): string {
  if (!linked) return t('slack.notLinked');
  return chatName === null ? t('slack.linked') : t('slack.linkedAs', { name: chatName });
}
