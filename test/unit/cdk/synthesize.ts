import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { SecurityGroup, Vpc } from "aws-cdk-lib/aws-ec2";
import type { NetworkProps } from "../../../cdk/connector-function.ts";
import { Sluice, type SluiceProps } from "../../../cdk/sluice.ts";

export const worker = {
  "bootstrap.servers": "broker:9092",
  "key.converter": "org.apache.kafka.connect.json.JsonConverter",
  "value.converter": "org.apache.kafka.connect.json.JsonConverter",
} as const;

export const lines = {
  "connector.class": "FileStreamSource",
  file: "/data/lines.txt",
  topic: "lines",
} as const;

type PropsFor = (stack: Stack) => Partial<SluiceProps>;

/** A stack with the construct, without bundling its functions. */
export function makeStack(propsFor: PropsFor = () => ({})): { app: App; stack: Stack; sluice: Sluice } {
  const app = new App({ context: { "aws:cdk:bundling-stacks": [] } });
  const stack = new Stack(app, "Sluice");
  return { app, stack, sluice: new Sluice(stack, "Sluice", { worker, ...propsFor(stack) }) };
}

/** The template of a stack with the construct and the connector `lines`. */
export function synthesize(propsFor?: PropsFor): Template {
  const { stack, sluice } = makeStack(propsFor);
  sluice.addConnector("lines", lines);
  return Template.fromStack(stack);
}

export interface Resource {
  readonly [attribute: string]: unknown;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** The resources of one type by logical id. */
export function resourcesOf(template: Template, type: string): Readonly<Record<string, Resource>> {
  const found = Object.entries(template.findResources(type));
  return Object.fromEntries(found.map(([id, resource]) => [id, { ...resource, Properties: resource["Properties"] }]));
}

/** A VPC that is there already, with one security group. */
export function existingVpc(stack: Stack): NetworkProps {
  const vpc = Vpc.fromVpcAttributes(stack, "Vpc", {
    vpcId: "vpc-0123456789abcdef0",
    availabilityZones: ["a"],
    privateSubnetIds: ["subnet-0123456789abcdef0"],
    privateSubnetRouteTableIds: ["rtb-0123456789abcdef0"],
  });
  return { vpc, securityGroups: [SecurityGroup.fromSecurityGroupId(stack, "Group", "sg-0123456789abcdef0")] };
}
