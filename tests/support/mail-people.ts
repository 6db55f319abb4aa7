/** The people of the invented company and its customers. */
export type MailPerson = { name: string; address: string };

const person = (name: string, address: string): MailPerson => ({ name, address });

/** The company whose people use Sidethread. */
export const company = { name: 'Larkfield Instruments', domain: 'larkfield.example' };

export const mara = person('Mara Lindqvist', 'mara@larkfield.example');
export const tom = person('Tom Okafor', 'tom@larkfield.example');
export const priya = person('Priya Nair', 'priya@larkfield.example');
/** Everybody at the company, in the order in which their mailboxes were made. */
export const teammates = [mara, tom, priya];

/** An address that reaches Mara and Tom. */
export const sales = person('Larkfield Sales', 'sales@larkfield.example');

const customers = {
  jack: person('Jack Daniels', 'jack.daniels@brightwater.example'),
  ines: person('Inês Carvalho', 'ines.carvalho@brightwater.example'),
  nora: person('Nora Feldmann', 'nora.feldmann@feldmann-optik.example'),
  jerome: person('Jérôme Bastien', 'j.bastien@atelier-bastien.example'),
  yuki: person('田中 由紀', 'yuki.tanaka@tanaka-seiki.example'),
  omar: person('عمر حداد', 'omar@haddad-labs.example'),
  grace: person('Grace Whitcombe', 'grace@whitcombe-farms.example'),
  luca: person('Luca Moretti', 'luca.moretti@moretti-energia.example'),
  dana: person('Dana Kovač', 'dana.kovac@adriacold.example'),
  sam: person('Sam Pereira', 'sam.pereira.1987@gmail.com'),
};
/** Everybody outside the company, by first name. */
export const outsiders: Readonly<Record<keyof typeof customers, MailPerson>> = customers;
