import type { ReactNode } from 'react';
import { t } from '#extension/language/t.ts';
import type { Person } from './people.ts';

/** What the page alone tells about somebody who is not saved. */
export const UnsavedDetail = ({ person }: { person: Person }) => (
  <dl className="grid grid-cols-[5rem_1fr] gap-x-2 gap-y-1 px-4 py-3 text-small">
    <Row name={t('contact.address')}>
      <span className="break-all">{person.address === '' ? t('contact.noAddress') : person.address}</span>
    </Row>
    {person.company !== null && <Row name={t('contact.company')}>{person.company.name}</Row>}
    <dd className="col-span-2 mt-1 text-caption text-pretty text-muted">{t('contact.unsavedNote')}</dd>
  </dl>
);

const Row = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd dir="auto">{children}</dd>
  </>
);
