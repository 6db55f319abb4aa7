import { ImportedTemplate, Template } from '#shared/contract/template.ts';
import { ago, day, id, mara, tom } from './people.ts';

const template = (number: number, change: object): Template =>
  Template.parse({
    id: id(950 + number),
    version: 1,
    scope: 'team',
    folder: 'Orders/Delays',
    name: 'It comes later',
    language: 'en',
    subject: 'Your order at {{team.name}}',
    body: 'Dear {{contact.firstName|customer}},\n\nyour meters leave on **Wednesday**. Your number is {{contact.fields.Number}}.\n\n{{sender.firstName}}',
    files: [],
    author: { id: mara.id, name: mara.name },
    mayChange: true,
    uses: 41,
    lastUsedAt: ago(90),
    updatedAt: ago(3 * day),
    ...change,
  });

export const templates: Template[] = [
  template(1, {}),
  template(2, {
    name: 'Es kommt später',
    language: 'de',
    body: 'Guten Tag {{contact.name}},\n\nIhre Zähler gehen am Mittwoch hinaus.',
    uses: 12,
    author: { id: tom.id, name: tom.name },
    mayChange: false,
  }),
  template(3, {
    folder: 'Service',
    name: 'How to read the log',
    files: [{ fileId: id(990), name: 'reading-the-log.pdf', size: 482_133 }],
    uses: 1,
  }),
  template(4, {
    folder: '',
    scope: 'own',
    name: 'My thanks',
    body: 'Thank you!',
    uses: 0,
    lastUsedAt: null,
    language: '',
  }),
];

export const templateValues = {
  'contact.firstName': 'Jack',
  'contact.name': 'Jack Reyes',
  'sender.firstName': 'Mara',
  'team.name': 'Larkfield',
};

export const filledTemplate = {
  subject: 'Your order at Larkfield',
  body: 'Dear Jack,\n\nyour meters leave on **Wednesday**. Your number is {{contact.fields.Number}}.\n\nMara',
  text: '',
  files: [],
};

export const imported = ImportedTemplate.array().parse([
  { file: 'thanks.md', outcome: 'added', problem: null },
  {
    file: 'photo.png',
    outcome: 'refused',
    problem: 'This is neither a Markdown file (.md) nor a .zip of them. It was not imported.',
  },
]);
