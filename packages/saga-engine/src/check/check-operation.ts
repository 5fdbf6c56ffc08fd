import { Kind, print, validate, type FieldNode, type GraphQLField } from 'graphql';
import { mutationOf } from '../core/outcome.ts';
import { checkVariables } from './check-variables.ts';
import { calledField, selectedFields, type Setting } from './setting.ts';
import { objectTypeOf } from './types.ts';

type Report = (reason: string) => void;
type Field = GraphQLField<unknown, unknown>;

const directiveOf = (field: Field, name: string) =>
  field.astNode?.directives?.find((directive) => directive.name.value === name);

/** The name of the mutation that the schema's `@step` directive declares to undo this one. */
const declaredCompensation = (field: Field): string | undefined => {
  const argument = directiveOf(field, 'step')?.arguments?.find(({ name }) => name.value === 'compensation');
  return argument?.value.kind === Kind.STRING ? argument.value.value : undefined;
};

const checkDirectives = (setting: Setting, field: Field, report: Report): void => {
  const { step, operation } = setting;
  if (operation === 'invoke') {
    if (directiveOf(field, 'step') === undefined) report(`${field.name} is not marked @step in the schema`);
    return;
  }
  if (directiveOf(field, 'compensation') === undefined)
    report(`${field.name} is not marked @compensation in the schema`);
  const invoked = calledField(setting, step, 'invoke')?.field;
  if (invoked !== undefined && declaredCompensation(invoked) !== field.name)
    report(`the schema does not declare ${field.name} as the compensation of ${invoked.name}`);
};

const checkStepArgument = (setting: Setting, node: FieldNode, report: Report): void => {
  const document = setting.step[setting.operation]?.document;
  const argument = node.arguments?.find(({ name }) => name.value === 'step');
  const passed = argument?.value.kind === Kind.VARIABLE && argument.value.name.value === 'step';
  const declared = (document && mutationOf(document)?.variableDefinitions)?.find(
    ({ variable }) => variable.name.value === 'step',
  );
  if (!passed || declared === undefined || print(declared.type) !== 'StepInput!')
    report('the variable $step: StepInput! is not passed as the argument step');
};

const checkRejection = (node: FieldNode, field: Field, report: Report): void => {
  const payload = objectTypeOf(field);
  if (payload?.getFields()['rejection'] === undefined) return;
  const rejection = selectedFields(node).get('rejection');
  const selected = rejection && selectedFields(rejection);
  if (rejection?.name.value !== 'rejection' || !selected?.has('code') || !selected.has('message'))
    report('rejection { code message } is not selected');
};

const checkWaiting = ({ step }: Setting, node: FieldNode, field: Field, report: Report): void => {
  const mayWait = objectTypeOf(field)?.getFields()['waiting'] !== undefined;
  if (mayWait && step.waits === undefined) report(`${field.name} may wait, and the step has no waits`);
  if (!mayWait && step.waits !== undefined) report(`the step has waits, and ${field.name} cannot wait`);
  if (!mayWait) return;
  const waiting = selectedFields(node).get('waiting');
  const selected = waiting && selectedFields(waiting);
  if (
    waiting?.name.value !== 'waiting' ||
    !['for', 'askAgainAt', 'until'].every((name) => selected?.has(name))
  )
    report('waiting { for askAgainAt until } is not selected');
};

/** Reports everything that is wrong with the document and the variables of one operation. */
export const checkOperation = (setting: Setting, report: Report): void => {
  const { schemas, step, operation } = setting;
  const schema = schemas.get(step.subgraph);
  const document = step[operation]?.document;
  if (document === undefined) return;
  if (schema === undefined) {
    report(`there is no subgraph ${step.subgraph}`);
    return;
  }
  const errors = validate(schema, document);
  for (const { message } of errors) report(message);
  const called = calledField(setting, step, operation);
  if (called === undefined) {
    if (errors.length === 0) report('the document is not one mutation of exactly one root field');
    return;
  }
  checkDirectives(setting, called.field, report);
  checkStepArgument(setting, called.node, report);
  if (operation === 'invoke') {
    checkRejection(called.node, called.field, report);
    checkWaiting(setting, called.node, called.field, report);
  }
  checkVariables(setting, schema, report);
};
