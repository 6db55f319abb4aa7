export { recordAudit, type AuditActor, type AuditRecord } from './record-audit.ts';
export { findUnsealedTeams, sealAuditChain } from './seal-audit-chain.ts';
export { verifyAuditChain } from './verify-audit-chain.ts';
export { checkAuditChains, countCheckedChains, type CheckedChain } from './check-audit-chains.ts';
