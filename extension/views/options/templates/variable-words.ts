import { t } from '#extension/language/t.ts';

/** The variables that every team has, each with what it stands for. Fields of one's own are `contact.fields.…`. */
export function variableWords(): readonly (readonly [name: string, words: string])[] {
  return [
    ['contact.firstName', t('template.contactFirstName')],
    ['contact.lastName', t('template.contactLastName')],
    ['contact.name', t('template.contactName')],
    ['contact.address', t('template.contactAddress')],
    ['contact.company', t('template.contactCompany')],
    ['contact.owner', t('template.contactOwner')],
    ['correspondence.subject', t('template.threadSubject')],
    ['correspondence.case', t('template.threadCase')],
    ['correspondence.assignee', t('template.threadAssignee')],
    ['sender.name', t('template.senderName')],
    ['sender.firstName', t('template.senderFirstName')],
    ['sender.address', t('template.senderAddress')],
    ['team.name', t('template.teamName')],
  ];
}

/** Somebody made up, for a look at a template before anybody gets it. */
export function exampleValues(): Readonly<Record<string, string>> {
  const [firstName, lastName] = [t('template.exampleFirstName'), t('template.exampleLastName')];
  const owner = t('template.exampleOwner');
  return {
    'contact.firstName': firstName,
    'contact.lastName': lastName,
    'contact.name': `${firstName} ${lastName}`,
    'contact.address': 'jack@brightwater.example',
    'contact.company': t('template.exampleCompany'),
    'contact.owner': owner,
    'correspondence.subject': t('template.exampleSubject'),
    'correspondence.case': '2071',
    'correspondence.assignee': owner,
  };
}
