export { announceSession } from './announce-session.ts';
export { authenticate, type Authenticated } from './authenticate.ts';
export { findCurrentRole } from './find-current-role.ts';
export { issueCode, type CodeRequest } from './issue-code.ts';
export { listDevices } from './list-devices.ts';
export { redeemCode, RedeemCode, type ExtensionToken } from './redeem-code.ts';
export { RevokeDevice, revokeDevice } from './revoke-device.ts';
export { createToken, hashToken } from './secret-token.ts';
export { isFresh, Password, SetPassword, setPassword } from './set-password.ts';
