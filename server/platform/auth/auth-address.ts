/** Where better-auth's own routes lie. */
export const authPath = '/auth';
/** How it is told the browser's address; never taken from outside. */
export const clientIpHeader = 'x-sidethread-client-ip';
