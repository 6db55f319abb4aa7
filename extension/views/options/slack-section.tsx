import { useState } from 'react';
import type { ChatStatus } from '#shared/contract/chat.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { useCommand } from '../bridge/use-command.ts';
import { describeSlack } from '../popup/describe-slack.ts';
import type { Self } from '../sidebar/self.ts';
import { Button } from '../ui/button.tsx';
import { ChannelList } from '../ui/channel-list.tsx';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { rolesToGive } from './role-words.ts';
import { Group, ItemRow, SectionPage } from './section.tsx';
import { SlackPeople } from './slack-people.tsx';

/** The team's Slack: the workspace, the channel, the people, and one's own link. */
export function SlackSection({ self }: { self: Self }) {
  const chat = useTopic('chat');
  const mayManage = rolesToGive(self.role).length > 0;
  const active = chat?.installation?.state === 'active';
  return (
    <SectionPage
      title="Slack"
      note="Every discussion also lives in a thread of a Slack channel; what is said on either side shows on the other."
    >
      {chat === undefined && <Skeleton lines label="Loading Slack’s state" />}
      {chat === null && (
        <Notice tone="quiet" className="rounded-lg">
          Slack’s state is not known yet. It shows up here once the server answers.
        </Notice>
      )}
      {chat !== undefined && chat !== null && (
        <Group title="Workspace">
          <Workspace chat={chat} mayManage={mayManage} />
          {active && <Channel chat={chat} mayManage={mayManage} />}
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
              {installation === null ? 'Connect Slack' : 'Reconnect Slack'}
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
            label="Disconnect"
            question="Disconnect Slack?"
            onConfirm={() => void command('chat.disconnect', null)}
          />
        )
      }
    >
      <div className="min-w-0">
        <p className="font-medium">{installation.workspaceName}</p>
        <p className="text-small text-muted">
          Connected by {installation.installedBy} · <Time at={installation.installedAt} /> · answers come by{' '}
          {installation.incoming === 'socket' ? 'Socket Mode' : 'events'}
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
              {defaultChannel === null ? 'Choose channel' : 'Change'}
            </Button>
          )
        }
      >
        <div className="min-w-0">
          <p className="font-medium">Team channel</p>
          <p className="text-small text-pretty text-muted">
            {defaultChannel === null
              ? 'None yet: discussions stay in Sidethread until one is chosen.'
              : `New discussions go to #${defaultChannel.name.replace(/^#/, '')}.`}
          </p>
        </div>
      </ItemRow>
      {defaultChannel !== null && defaultChannel.problem !== null && (
        <Notice tone="warn">{defaultChannel.problem}</Notice>
      )}
      {choosing && (
        <Dialog
          title="Team channel"
          note="New discussions are posted here. Each can be moved to another one."
          onClose={() => setChoosing(false)}
        >
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

function OwnLink({ chat: { me } }: { chat: ChatStatus }) {
  const command = useCommand();
  return (
    <Group title="Your own Slack account">
      <ItemRow
        actions={
          me.linked ? (
            <Button size="small" onClick={() => void command('chat.unlink-me', null)}>
              Unlink
            </Button>
          ) : (
            <Button size="small" onClick={() => void command('chat.link-me', null)}>
              Link my account
            </Button>
          )
        }
      >
        <div>
          <p className="font-medium">
            {me.linked ? `Linked${me.chatName === null ? '' : ` as ${me.chatName}`}` : 'Not linked'}
          </p>
          <p className="text-small text-pretty text-muted">
            {me.linked
              ? 'Your reactions, edits and files appear in Slack as your own.'
              : 'Your messages carry your name either way. With the link your reactions, edits and files are your own too.'}
          </p>
        </div>
      </ItemRow>
    </Group>
  );
}
