export { ClaimNotifications, claimNotifications, NoteShown, noteShown } from './claim-notifications.ts';
export { getNotificationSettings, setNotificationSettings } from './notification-settings.ts';
