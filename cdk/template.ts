import * as z from "zod/mini";
import { declaredConnectorType } from "./declared-connector.ts";

const template = z.object({
  Resources: z.record(z.string(), z.looseObject({ Type: z.string(), Properties: z.optional(z.looseObject({})) })),
});

const lambdaFunction = z.looseObject({ FunctionName: z.string() });

const declaration = z.looseObject({
  connector: z.string(),
  config: z.record(z.string(), z.string()),
});

/** What a deployment has to know of a template before CloudFormation has made anything of it. */
export interface TemplateContents {
  /** The names of its functions. */
  readonly functions: readonly string[];
  /** The configurations of the connectors that it declares, with what the construct has added. */
  readonly connectors: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Reads a template of the construct, as `cdk deploy` leaves it in its output folder. @throws ZodError */
export function readTemplate(file: unknown): TemplateContents {
  const resources = Object.values(template.parse(file).Resources);
  const ofType = (type: string): unknown[] =>
    resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
  const declared = ofType(declaredConnectorType).map((properties) => declaration.parse(properties));
  return {
    functions: ofType("AWS::Lambda::Function").map((properties) => lambdaFunction.parse(properties).FunctionName),
    connectors: Object.fromEntries(declared.map(({ connector, config }) => [connector, config])),
  };
}
