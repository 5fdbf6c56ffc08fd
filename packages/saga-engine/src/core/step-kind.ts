/** The class of a step: COMPENSATABLE ones come first, then at most one PIVOT, then RETRIABLE ones. */
export type StepKind = 'COMPENSATABLE' | 'PIVOT' | 'RETRIABLE';
