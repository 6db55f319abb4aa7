export * from './teams.ts';
export * from './contacts.ts';
export * from './correspondences.ts';
export * from './discussions.ts';
export * from './chat.ts';
export * from './notifications.ts';
export * from './auth.ts';
export * from './pictures.ts';
