import { locale } from '#extension/language/language.ts';
import { t } from '#extension/language/t.ts';
import type { LossKind, WebmailLoss } from '#shared/contract/webmail-loss.ts';
import { useAnswer } from '../bridge/use-answer.ts';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Group, ItemRow, SectionPage } from './section.tsx';

/** For admins: how often the team's browsers could not read a webmail's page, or only with signals missing. */
export function WebmailSection() {
  const { value, problem } = useAnswer('webmail.losses', null);
  return (
    <SectionPage title={t('webmail.title')} note={t('webmail.note')}>
      {problem !== null && (
        <Notice tone="warn" className="rounded-lg">
          {problem}
        </Notice>
      )}
      {value === undefined && problem === null && <Skeleton lines label={t('webmail.loading')} />}
      {value !== undefined && value.length === 0 && <p className="text-muted">{t('webmail.none')}</p>}
      {value !== undefined && value.length > 0 && (
        <Group title={t('webmail.lastDays')}>
          {value.map((loss) => (
            <LossRow key={`${loss.day} ${loss.webmail} ${loss.kind} ${loss.selectors}`} loss={loss} />
          ))}
        </Group>
      )}
      <p className="max-w-140 text-small text-pretty text-muted">{t('webmail.private')}</p>
    </SectionPage>
  );
}

const LossRow = ({ loss }: { loss: WebmailLoss }) => (
  <ItemRow actions={<span className="tabular-nums">{t('webmail.times', loss.count)}</span>}>
    <div className="min-w-0">
      <p className="font-medium">{sentenceOf(loss.kind)}</p>
      <p className="text-small text-muted">
        {t('webmail.where', { webmail: loss.webmail === 'gmail' ? 'Gmail' : 'Outlook', day: shownDay(loss.day) })}
      </p>
    </div>
  </ItemRow>
);

function shownDay(day: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));
}

function sentenceOf(kind: LossKind): string {
  switch (kind) {
    case 'address-and-page-disagree':
      return t('webmail.kind.addressAndPage');
    case 'page-disagrees-with-itself':
      return t('webmail.kind.pageItself');
    case 'thread-not-named':
      return t('webmail.kind.notNamed');
    case 'markup-changed':
      return t('webmail.kind.markup');
    case 'account-unknown':
      return t('webmail.kind.account');
    case 'several-mailboxes':
      return t('webmail.kind.mailboxes');
    case 'no-attributes':
      return t('webmail.kind.noAttributes');
    case 'no-roles':
      return t('webmail.kind.noRoles');
    case 'no-senders':
      return t('webmail.kind.noSenders');
    case 'no-account':
      return t('webmail.kind.noAccount');
  }
}
