import type { Report, ReportedFinding } from './client.ts';

const CODES = 'AuditCode in the schema explains the codes.';

function inLines(finding: ReportedFinding): readonly string[] {
  const { code, message, sagaId, sagaType, step, orderId, subgraph, coordinator, participant } = finding;
  const saga = sagaId === null ? [] : [`${sagaType ?? 'saga'} ${sagaId}`];
  const about = [...saga, ...(step ? [`step ${step}`] : []), ...(orderId ? [`order ${orderId}`] : [])];
  return [
    `${code}: ${message}`,
    ...(about.length > 0 ? [`    ${about.join(', ')}`] : []),
    `    coordinator: ${coordinator}`,
    `    ${subgraph ?? 'participant'}: ${participant}`,
  ];
}

const list = (title: string, findings: readonly ReportedFinding[]): readonly string[] =>
  findings.length === 0
    ? []
    : ['', title, ...findings.flatMap((finding) => inLines(finding).map((line) => `  ${line}`))];

/** Formats a report as text. */
export function inWords({ examined, findings, notes, truncated }: Report): string {
  const { sagas, stepRecords, effects, stockItems } = examined;
  const count = `${sagas} sagas, ${stepRecords} step records, ${effects} effects, ${stockItems} stock items`;
  const verdict =
    findings.length === 0
      ? 'No findings: both sides say the same.'
      : `${findings.length}${truncated ? ' or more' : ''} findings. ${CODES}`;
  return [
    `Audited ${count}.`,
    ...list('Findings', findings),
    ...list('Notes (no faults)', notes),
    '',
    verdict,
    '',
  ].join('\n');
}
