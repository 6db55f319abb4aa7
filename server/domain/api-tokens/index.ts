export { authenticateApi, type ApiCaller } from './authenticate-api.ts';
export { createApiToken, listApiTokens, revokeApiToken } from './own-tokens.ts';
export { beginAnswer, endAnswer, forgetAnswers } from './keep-answer.ts';
export { spendRequest, type Allowance } from './spend-request.ts';
