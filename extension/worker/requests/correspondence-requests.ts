import type { CorrespondenceCard, CorrespondenceDetail } from '#shared/contract/correspondence-list.ts';
import { CorrespondenceId, EmailId, FileId } from '#shared/contract/ids.ts';
import type { Handlers } from '../../messaging/answer-request.ts';
import { withNewest, withOlder } from '../cache/mails.ts';
import { createThreadRow, indexed } from '../cache/threads.ts';
import type { Core } from '../core.ts';

type Names = Extract<keyof Handlers, `correspondence.${string}` | `email.${string}`>;

/** What one does with a correspondence: read its e-mails, say where it stands. */
export function correspondenceRequests(core: Core): Pick<Handlers, Names> {
  async function read(correspondenceId: string, older: boolean): Promise<CorrespondenceDetail> {
    const scope = core.getScope();
    const key = indexed(scope, correspondenceId);
    const id = CorrespondenceId.parse(correspondenceId);
    const before = await core.database.mails.get(key);
    const skip = older ? (before?.detail.emails.length ?? 0) : 0;
    const answer = await core.call((api) => api.correspondences.get.query({ id, skip }));
    let detail = answer;
    await core.database.transact(async () => {
      const known = (await core.database.mails.get(key))?.detail;
      detail = older && known !== undefined ? withOlder(known, answer) : withNewest(known, answer);
      if (core.session.findScope() !== scope) return;
      await core.database.mails.put({ key, scope, detail, fetchedAt: core.now() });
    });
    return detail;
  }

  return {
    'correspondence.list': (input) => core.call((api) => api.correspondences.list.query(input)),
    'correspondence.cached': async ({ correspondenceId }) =>
      (await core.database.mails.get(indexed(core.getScope(), correspondenceId)))?.detail ?? null,
    'correspondence.read': ({ correspondenceId, older }) => read(correspondenceId, older),
    'correspondence.change': async (input) => {
      await show(core, await core.call((api) => api.correspondences.change.mutate(input)));
      return null;
    },
    'correspondence.explain': ({ correspondenceId }) =>
      core.call((api) => api.correspondences.explain.query({ id: CorrespondenceId.parse(correspondenceId) })),
    'correspondence.merge': ({ correspondenceId, otherId }) =>
      core.call((api) =>
        api.correspondences.merge.mutate({
          id: CorrespondenceId.parse(correspondenceId),
          otherId: CorrespondenceId.parse(otherId),
        }),
      ),
    'correspondence.split': ({ correspondenceId, emailIds }) =>
      core.call((api) =>
        api.correspondences.split.mutate({
          id: CorrespondenceId.parse(correspondenceId),
          emailIds: emailIds.map((emailId) => EmailId.parse(emailId)),
        }),
      ),
    'correspondence.undo': async (input) => {
      await core.call((api) => api.correspondences.undo.mutate(input));
      return null;
    },
    'correspondence.mark': async ({ correspondenceId, unread }) => {
      const id = CorrespondenceId.parse(correspondenceId);
      await core.call((api) => api.correspondences.mark.mutate({ id, unread }));
      return null;
    },
    'email.markup': ({ emailId }) => core.call((api) => api.emails.markup.query({ id: EmailId.parse(emailId) })),
    'email.file-text': ({ fileId }) => core.call((api) => api.emails.fileText.query({ id: FileId.parse(fileId) })),
  };
}

/** Writes a card that the server answered into every thread that shows it. */
async function show(core: Core, card: CorrespondenceCard): Promise<void> {
  const touched: string[] = [];
  await core.database.transact(async () => {
    touched.length = 0;
    for (const row of await core.database.threads.find('correspondence', indexed(core.getScope(), card.id))) {
      if ((row.view.mail?.version ?? 0) > card.version) continue;
      await core.database.threads.put(createThreadRow({ ...row, view: { ...row.view, mail: card } }));
      touched.push(row.key);
    }
  });
  for (const threadKey of touched) core.changes.tell({ kind: 'thread', threadKey });
}
