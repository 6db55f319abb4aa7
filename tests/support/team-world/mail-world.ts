import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Visibility } from '#shared/contract/discussion.ts';
import type { CorrespondenceId, EmailId, FileId, MailboxId, OutgoingMailId } from '#shared/contract/ids.ts';
import type { MailAccount } from '#shared/contract/mail-account.ts';
import type { MailFeature } from '#shared/contract/mailbox.ts';
import { extensionId } from '#shared/extension-id.ts';
import { storeEmail } from '#server/domain/emails/index.ts';
import { createId } from '#server/kernel/ids.ts';
import { arrive, createSource, createTestMailbox, shareEverything } from '../mail-source.ts';
import { createOutgoingDraft } from '../outgoing-draft.ts';
import type { TestPerson } from '../people.ts';
import { PeopleWorld } from './people-world.ts';

/** Beside the people, their mailboxes and what comes and goes there. */
export class MailWorld extends PeopleWorld {
  /** A mail from a customer in a teammate's mailbox, shared with the team unless it is to be private. */
  async correspondence(
    person: TestPerson = this.people.owner,
    visibility: Visibility = 'team',
  ): Promise<{ id: CorrespondenceId; emailId: EmailId; fileId: FileId }> {
    const mailbox = createTestMailbox({ teamId: this.teamId, userId: person.userId }, `${randomUUID()}@acme.example`);
    if (visibility === 'team') await shareEverything(this.app.ports.db, mailbox);
    const raw = createSource({
      subject: `Order ${randomUUID()}`,
      from: `Carla <${randomUUID()}@shop.example>`,
      html: '<p>Where is my <b>order</b>?</p>',
      file: { name: 'order.txt', type: 'text/plain', bytes: Buffer.from('40 benches') },
    });
    const { correspondenceId: id, emailId } = await storeEmail(this.app.ports, arrive(mailbox, raw));
    if (id === undefined || emailId === undefined) throw new Error('The mail was not stored.');
    const { rows } = await this.app.ports.db.execute<{ id: FileId }>(
      sql`select id from email_attachment where team_id = ${this.teamId} and email_id = ${emailId}`,
    );
    // Of mail that is not shared no file is kept.
    const fileId = rows[0]?.id ?? createId<FileId>();
    this.nouns.set(id, 'correspondence').set(emailId, 'email').set(fileId, 'attachment');
    return { id, emailId, fileId };
  }

  /** A mailbox of a person's with one private mail. */
  async unsharedMail(person: TestPerson): Promise<{ mailboxId: MailboxId; id: CorrespondenceId }> {
    const mailbox = createTestMailbox({ teamId: this.teamId, userId: person.userId }, `${randomUUID()}@acme.example`);
    const { correspondenceId: id } = await storeEmail(this.app.ports, arrive(mailbox, createSource()));
    if (id === undefined) throw new Error('The mail was not stored.');
    this.nouns.set(mailbox.mailboxId, 'mailbox').set(id, 'correspondence');
    return { mailboxId: mailbox.mailboxId, id };
  }

  /** A correspondence of two that were merged by hand, with the word that says so. */
  async merged(): Promise<{ id: CorrespondenceId; wordId: string; emailIds: EmailId[] }> {
    const [left, right] = [await this.correspondence(), await this.correspondence()];
    const { correspondences } = this.api(this.people.owner);
    const { wordId } = await correspondences.merge.mutate({ id: left.id, otherId: right.id });
    this.nouns.set(wordId, 'word');
    return { id: left.id, wordId, emailIds: [left.emailId, right.emailId] };
  }

  /** A sharing rule that the owner proposed. */
  async teamRule(): Promise<string> {
    const value = `${randomUUID()}.example`;
    const [rule] = await this.api(this.people.owner).sharing.proposeTeamRule.mutate({ kind: 'domain', value });
    if (rule === undefined) throw new Error('The rule was not proposed.');
    this.nouns.set(rule.id, 'team rule');
    return rule.id;
  }

  /** Begins connecting a new account for a person and says yes at Google; made up for those who may not. */
  async mailConsent(
    person: TestPerson,
    features: MailFeature[] = ['read'],
  ): Promise<{ readonly state: string; readonly code: string }> {
    if (person.role === 'viewer') return { state: randomUUID(), code: 'none' };
    const redirectUri = `https://${extensionId}.chromiumapp.org/`;
    const begun = await this.api(person).mailboxes.begin.mutate({ provider: 'gmail', redirectUri, features });
    const { address } = this.gmail.addMailbox(`${randomUUID()}@gmail.example`);
    const back = new URL(this.gmail.authority.consent(begun.url, address)).searchParams;
    return { state: back.get('state') ?? '', code: back.get('code') ?? '' };
  }

  /** An account at mail servers of one's own, that nobody has connected. */
  mailAccount(): MailAccount {
    return this.servers.accountOf(`${randomUUID()}@shop.example`);
  }

  /** Such an account that this person connected (the owner, when they may not), and its password. */
  async accountMailbox(person: TestPerson): Promise<{ mailboxId: MailboxId; password: string }> {
    const account = this.mailAccount();
    const owner = person.role === 'viewer' ? this.people.owner : person;
    const { id } = await this.api(owner).mailboxes.connectAccount.mutate(account);
    this.nouns.set(id, 'mailbox');
    return { mailboxId: id, password: account.password };
  }

  /** A connected mailbox of this person's (of the owner's when they may not connect one). */
  async mailbox(person: TestPerson): Promise<MailboxId> {
    const owner = person.role === 'viewer' ? this.people.owner : person;
    const { id } = await this.api(owner).mailboxes.finish.mutate(await this.mailConsent(owner));
    this.nouns.set(id, 'mailbox');
    return id;
  }

  /** A teammate's mailbox whose address this person proved to be theirs too. */
  async takenMailbox(person: TestPerson): Promise<MailboxId> {
    const { owner, admin } = this.people;
    const mailboxId = await this.mailbox(person === owner ? admin : owner);
    await this.app.ports.db.execute(sql`
      insert into mailbox_request (team_id, mailbox_id, user_id)
      values (${this.teamId}, ${mailboxId}, ${person.userId})`);
    return mailboxId;
  }

  /** The same, allowed to send. */
  async sendingMailbox(person: TestPerson): Promise<MailboxId> {
    const owner = person.role === 'viewer' ? this.people.owner : person;
    const { id } = await this.api(owner).mailboxes.finish.mutate(await this.mailConsent(owner, ['read', 'send']));
    this.nouns.set(id, 'mailbox');
    return id;
  }

  /** A mail to a customer that this person has in hand (the owner, when they may not write one). */
  async outgoing(person: TestPerson, state: 'draft' | 'failed' | 'unknown'): Promise<{ id: OutgoingMailId }> {
    const writer = person.role === 'viewer' ? this.people.owner : person;
    const { emailId } = await this.correspondence();
    const mailboxId = state === 'draft' ? null : await this.sendingMailbox(writer);
    const draft = createOutgoingDraft({ emailId, mailboxId });
    await this.api(writer).outgoingMail.save.mutate(draft);
    this.nouns.set(draft.id, 'outgoing mail');
    const { db } = this.app.ports;
    const key = sql`team_id = ${this.teamId} and id = ${draft.id}`;
    if (state !== 'draft') await db.execute(sql`update outgoing_mail set state = 'queued' where ${key}`);
    if (state !== 'draft') await db.execute(sql`update outgoing_mail set state = ${state} where ${key}`);
    return { id: draft.id };
  }
}
