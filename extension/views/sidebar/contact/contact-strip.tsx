import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import { t } from '#extension/language/t.ts';
import type { TabView } from '#extension/messaging/protocol.ts';
import type { CorrespondenceView } from '#shared/contract/correspondence.ts';
import type { OpenThread } from '#shared/contract/open-email.ts';
import { useStateOf } from '../../bridge/use-state-of.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { joinClasses } from '../../ui/join-classes.ts';
import { useSelf } from '../self.ts';
import { ContactDetail } from './contact-detail.tsx';
import { statusWord } from './contact-words.ts';
import { OtherPeople } from './other-people.tsx';
import { findCustomers, type Person } from './people.ts';
import { SaveContactButton } from './save-contact-button.tsx';
import { UnsavedDetail } from './unsaved-detail.tsx';

interface ContactStripProps {
  threadKey: string;
  mail: OpenThread;
  hashes: TabView['addressHashes'];
  correspondence: CorrespondenceView | null;
}

/** Who is this: picture, name, company, status, owner; the rest one click away. */
export function ContactStrip({ threadKey, mail, hashes, correspondence }: ContactStripProps) {
  const people = findCustomers(mail, hashes, correspondence);
  const { canWrite } = useSelf();
  const [chosen, setChosen] = useStateOf<string | null>(threadKey, null);
  const [open, setOpen] = useStateOf(threadKey, false);
  const person = people.find(({ key }) => key === chosen) ?? people[0];
  if (person === undefined) return <OnlyTeam known={correspondence !== null} />;
  const offered = person.address !== '' && person.contact === null && correspondence !== null && canWrite;
  const others = people.filter(({ key }) => key !== person.key);
  return (
    <section aria-label={t('contact.title')} className="shrink-0 border-b border-line">
      <Summary person={person} open={open} onToggle={() => setOpen((now) => !now)} />
      {(others.length > 0 || offered) && (
        <div className="flex items-center gap-1.5 px-3 pb-2.5 short:pb-1">
          {offered && <SaveContactButton person={person} key={person.key} />}
          {others.length > 0 && <OtherPeople people={others} onChoose={(key) => setChosen(() => key)} />}
        </div>
      )}
      {open && (
        <div className="appear max-h-[45vh] overflow-y-auto border-t border-line bg-sunken">
          {person.contact === null ? (
            <UnsavedDetail person={person} />
          ) : (
            <ContactDetail contact={person.contact} key={person.contact.id} />
          )}
        </div>
      )}
    </section>
  );
}

interface SummaryProps {
  person: Person;
  open: boolean;
  onToggle: () => void;
}

function Summary({ person, open, onToggle }: SummaryProps) {
  const { contact } = person;
  const id = useId();
  return (
    <div className="px-3 pb-2 short:pb-0.5">
      <button
        type="button"
        aria-expanded={open}
        aria-describedby={`${id}-line`}
        onClick={onToggle}
        className="-mx-1.5 flex w-[calc(100%+0.75rem)] items-center gap-3 rounded-lg p-1.5 text-start transition-colors duration-100 hover:bg-hover"
      >
        <span className="shrink-0 short:hidden">
          <Avatar name={person.name} pictureUrl={contact?.pictureUrl ?? null} size={40} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1.5">
            <span dir="auto" className="truncate text-title font-semibold tracking-tight">
              {person.name}
            </span>
            {contact !== null && (
              <Badge tone={contact.status === 'customer' ? 'accent' : 'neutral'}>{statusWord(contact.status)}</Badge>
            )}
          </span>
          <span id={`${id}-line`} dir="auto" className="block truncate text-small text-muted">
            {summaryLine(person)}
          </span>
        </span>
        <ChevronDown
          size={16}
          aria-hidden
          className={joinClasses('shrink-0 text-muted transition-transform duration-100', open && 'rotate-180')}
        />
      </button>
    </div>
  );
}

function summaryLine({ contact, company, address, name }: Person): string {
  if (address === '') return t('contact.nameOnly');
  const owner =
    contact?.owner === null || contact === null
      ? null
      : t('contact.ownedBy', { name: contact.owner.name.split(' ')[0] ?? '' });
  const parts = [company?.name ?? null, contact === null && name !== address ? address : null, owner];
  const line = parts.filter((part) => part !== null).join(' · ');
  if (line !== '') return line;
  return contact === null ? t('contact.notSaved') : address;
}

const OnlyTeam = ({ known }: { known: boolean }) => (
  <section aria-label={t('contact.title')} className="shrink-0 border-b border-line px-3 pb-2.5 text-small text-muted">
    {known ? t('contact.onlyTeam') : t('contact.looking')}
  </section>
);
