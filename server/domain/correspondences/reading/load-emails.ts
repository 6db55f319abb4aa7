import type { Email, EmailPerson } from '#shared/contract/email.ts';
import type { FileId, TeamId } from '#shared/contract/ids.ts';
import { signDownload } from '../../attachments/index.ts';
import { unpackText } from '#server/kernel/pack-text.ts';
import type { Ports } from '#server/ports/ports.ts';
import type { Place } from './place.ts';

interface EmailRow {
  readonly id: Email['id'];
  readonly correspondenceId: Email['correspondenceId'];
  readonly activityId: Email['activityId'];
  readonly direction: Email['direction'];
  readonly userId: NonNullable<EmailPerson['userId']>;
  readonly subject: string;
  readonly sentAt: Date;
  readonly receivedAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly isReply: boolean;
  readonly text: string | null;
  readonly html: string | null;
  readonly packedHtml: Buffer | null;
  readonly visibleText: string | null;
  readonly fragments: Email['fragments'] | null;
  readonly isCut: boolean | null;
  readonly people: readonly (EmailPerson & { readonly role: string })[] | null;
  readonly files: readonly Omit<Email['attachments'][number], 'url'>[] | null;
  readonly heldBy: Email['heldBy'] | null;
}

/** A mail with what other interfaces than the sidebar need of it. */
export interface LoadedEmail extends Email {
  /** The teammate who sent it, or whose mailbox first had it. */
  readonly userId: EmailRow['userId'];
  readonly isReply: boolean;
  readonly text: string;
  readonly html: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const columns = `e.id, e.correspondence_id as "correspondenceId", e.direction, e.user_id as "userId", e.subject,
  e.sent_at as "sentAt", e.received_at as "receivedAt", e.created_at as "createdAt", e.updated_at as "updatedAt",
  e.is_reply or cardinality(e.in_reply_to) > 0 as "isReply",
  (select a.id from activity a where a.team_id = $1 and a.email_id = e.id and a.deleted_at is null) as "activityId",
  b.text, b.html, b.packed_html as "packedHtml", b.visible_text as "visibleText", b.fragments, b.is_cut as "isCut",
  (select json_agg(json_build_object('role', p.role, 'name', coalesce(p.name, ''), 'address', coalesce(p.address, ''),
      'userId', coalesce((select t.user_id from team_address t where t.team_id = $1 and t.address_hash = p.address_hash
          order by t.user_id limit 1),
        (select m.user_id from team_person m where m.team_id = $1 and lower(m.email) = p.address limit 1)),
      'contactId', (select c.contact_id from contact_address c where c.team_id = $1 and c.address_hash = p.address_hash
        and c.deleted_at is null)) order by p.position)
    from email_person p where p.team_id = $1 and p.email_id = e.id and (p.role <> 'bcc' or e.direction = 'out')) as people,
  (select json_agg(json_build_object('id', f.id, 'name', f.name, 'contentType', f.content_type, 'size', f.size,
      'isInline', f.is_inline, 'contentId', f.content_id) order by f.position)
    from email_attachment f where f.team_id = $1 and f.email_id = e.id) as files,
  (select json_agg(distinct jsonb_build_object('id', u.id, 'name', u.name)) from email_copy c
    join person u on u.id = c.owner_id
    where c.team_id = $1 and c.email_id = e.id and c.deleted_at is null and (c.is_shared or exists (
      select from email_person p join team_address t on t.team_id = $1 and t.address_hash = p.address_hash
      where p.team_id = $1 and p.email_id = e.id and p.role in ('from', 'to', 'cc') and t.mailbox_id = c.mailbox_id))
  ) as "heldBy"`;

export interface EmailRange {
  readonly teamId: TeamId;
  readonly correspondenceId: string;
  /** Default: the newest. */
  readonly offset?: number;
  readonly limit: number;
  /** Only those before this one. */
  readonly after?: Place | undefined;
}

/** The shared mails of a correspondence, newest first. */
export async function loadEmails(ports: Ports, range: EmailRange): Promise<readonly LoadedEmail[]> {
  const { rows } = await ports.db.$client.query<EmailRow>(
    `select ${columns} from shared_email e left join email_body b on b.team_id = $1 and b.email_id = e.id
     where e.team_id = $1 and e.correspondence_id = $2
       and ($5::timestamptz is null or (e.sent_at, e.id) < ($5, $6::uuid)) order by e.sent_at desc, e.id desc limit $3 offset $4`,
    [range.teamId, range.correspondenceId, range.limit, range.offset ?? 0, range.after?.at, range.after?.id],
  );
  return rows.map((row) => readEmailRow(ports, range.teamId, row));
}

/** The shared mails with these ids. */
export async function loadEmailsById(
  ports: Ports,
  teamId: TeamId,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LoadedEmail>> {
  const { rows } = await ports.db.$client.query<EmailRow>(
    `select ${columns} from shared_email e left join email_body b on b.team_id = $1 and b.email_id = e.id
     where e.team_id = $1 and e.id = any($2::uuid[])`,
    [teamId, ids],
  );
  return new Map(rows.map((row) => [row.id, readEmailRow(ports, teamId, row)]));
}

function readEmailRow(ports: Ports, teamId: TeamId, row: EmailRow): LoadedEmail {
  const people = row.people ?? [];
  const html = row.packedHtml === null ? row.html : unpackText(row.packedHtml);
  const inRole = (wanted: string) =>
    people.filter(({ role }) => role === wanted).map(({ role: _role, ...person }) => person);
  return {
    id: row.id,
    correspondenceId: row.correspondenceId,
    activityId: row.activityId,
    direction: row.direction,
    userId: row.userId,
    isReply: row.isReply,
    subject: row.subject,
    sentAt: row.sentAt.toISOString(),
    receivedAt: row.receivedAt.toISOString(),
    from: inRole('from'),
    to: inRole('to'),
    cc: inRole('cc'),
    bcc: inRole('bcc'),
    visibleText: row.visibleText ?? '',
    fragments: [...(row.fragments ?? [])],
    ...(row.isCut === true && { isCut: true }),
    hasHtml: html !== null,
    text: row.text ?? '',
    html,
    attachments: (row.files ?? []).map((file) => ({
      ...file,
      url: signDownload(ports, { teamId, fileId: file.id as FileId }),
    })),
    heldBy: row.heldBy ?? [],
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
