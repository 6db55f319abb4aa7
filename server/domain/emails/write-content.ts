import { noteSpellings } from '../contacts/index.ts';
import type { Transaction } from '#server/db/client.ts';
import { runPreparedIn, type PreparedStatement } from '#server/db/prepared.ts';
import { createId } from '#server/kernel/ids.ts';
import { describeAttachments, describeBody, describeContent } from './describe-content.ts';
import type { KeptSource } from './keep-source.ts';
import type { PreparedEmail } from './read-incoming.ts';

export interface Content {
  readonly emailId: string;
  /** Its own row is new and says already what it is called. */
  readonly isNew: boolean;
  readonly prepared: PreparedEmail;
  readonly kept: KeptSource;
}

/** Writes what mails say that are shared from now on. */
export async function writeContents(
  tx: Transaction,
  teamId: string,
  given: readonly Content[],
  hashKey: string,
): Promise<void> {
  const contents = [...new Map(given.toReversed().map((content) => [content.emailId, content])).values()].toReversed();
  if (contents.length === 0) return;
  await reveal(
    tx,
    teamId,
    contents.filter(({ isNew }) => !isNew),
  );
  await writeBodies(tx, teamId, contents);
  await writeAttachments(tx, teamId, contents);
  const addresses = contents.flatMap(({ prepared }) => prepared.people.map(({ address }) => address));
  await noteSpellings(tx, teamId, addresses, hashKey);
}

const revealStatement: PreparedStatement = {
  name: 'emails.reveal',
  text: `with given as materialized (
      select * from json_to_recordset($2::json) as given (id uuid, subject text, preview text, attachment_count integer,
        raw_sha256 text, raw_size integer, people json)
    ), people as (
      update email_person p set address = said.address, name = said.name
      from given, json_to_recordset(given.people) as said (role text, position integer, address text, name text)
      where p.team_id = $1 and p.email_id = given.id and p.role = said.role and p.position = said.position
    )
    update email e set is_shared = true, subject = given.subject, preview = given.preview,
      attachment_count = given.attachment_count, raw_sha256 = given.raw_sha256, raw_size = given.raw_size,
      updated_at = now()
    from given where e.team_id = $1 and e.id = given.id`,
};

/** Mails that were private until now. */
async function reveal(tx: Transaction, teamId: string, contents: readonly Content[]): Promise<void> {
  if (contents.length === 0) return;
  const given = contents.map(({ emailId, prepared, kept }) => ({
    id: emailId,
    ...describeContent(prepared, kept),
    people: prepared.people.map(({ role, position, name, address }) => ({ role, position, name, address })),
  }));
  await runPreparedIn(tx, revealStatement, [teamId, JSON.stringify(given)]);
}

const bodies: PreparedStatement = {
  name: 'emails.write-bodies',
  text: `with given as materialized (
      select * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::bytea[], $6::text[], $7::text[], $8::text[],
        $9::boolean[]) as given (id, activity, text, packed_html, visible_text, fragments, words, is_cut)
    ), body as (
      insert into email_body (team_id, email_id, text, packed_html, visible_text, fragments, words, is_cut)
      select $1, id, text, packed_html, visible_text, fragments::jsonb, to_tsvector('simple', words), is_cut from given
      on conflict do nothing
    )
    insert into activity (team_id, id, type, email_id, user_id, at)
    select $1, given.activity, 'TYPE_EMAIL', e.id, e.user_id, e.sent_at
    from given join email e on e.team_id = $1 and e.id = given.id on conflict do nothing`,
};

async function writeBodies(tx: Transaction, teamId: string, contents: readonly Content[]): Promise<void> {
  const said = contents.map(({ prepared }) => describeBody(prepared));
  await runPreparedIn(tx, bodies, [
    teamId,
    contents.map(({ emailId }) => emailId),
    contents.map(() => createId()),
    said.map(({ text }) => text),
    said.map(({ packedHtml }) => packedHtml),
    said.map(({ visibleText }) => visibleText),
    said.map(({ fragments }) => fragments),
    said.map(({ words }) => words),
    said.map(({ isCut }) => isCut),
  ]);
}

const attachments: PreparedStatement = {
  name: 'emails.write-attachments',
  text: `insert into email_attachment (team_id, id, email_id, position, name, content_type, size, sha256, content_id,
      is_inline)
    select $1, id, email, position, name, content_type, size, sha256, content_id, is_inline
    from json_to_recordset($2::json) as file (email uuid, id uuid, position integer, name text, content_type text,
      size integer, sha256 text, content_id text, is_inline boolean)
    on conflict (team_id, email_id, position) do nothing`,
};

async function writeAttachments(tx: Transaction, teamId: string, contents: readonly Content[]): Promise<void> {
  const rows = contents.flatMap(({ emailId, prepared }) =>
    describeAttachments(prepared.email).map((file) => ({ email: emailId, ...file })),
  );
  if (rows.length > 0) await runPreparedIn(tx, attachments, [teamId, JSON.stringify(rows)]);
}
