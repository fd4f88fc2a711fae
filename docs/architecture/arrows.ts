import { listAt, textAt, valueAt } from "./block-value";
import { type Box, isMainResource } from "./boxes";
import type { Resource, ResourceGraph } from "./resource-graph";

/** An arrow of the picture, from who begins to what is called, read, written or made. */
export interface Arrow {
  /** Ids of boxes. */
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** Whoever uses what is public. */
export const CLIENT: Box = {
  id: "client",
  kind: "outside",
  service: "Browser, curl",
  name: "anywhere",
  detail: "",
};

/** Services that the stacks use though they make nothing in them, by the prefix of their actions. */
const SERVICES: Readonly<Record<string, Box>> = {
  rekognition: {
    id: "rekognition",
    kind: "outside",
    service: "Rekognition",
    name: "labels of pictures",
    detail: "",
  },
};

/** What a permission is for, by the first word of its action. */
const VERBS: Readonly<Record<string, string>> = {
  Describe: "read",
  Get: "read",
  List: "read",
  Query: "read",
  Put: "write",
  Update: "write",
};

/** The boxes that are in no stack. */
export const OUTSIDE: readonly Box[] = [CLIENT, ...Object.values(SERVICES)];

/** All arrows, one at most from a box to another. */
export function arrowsOf(graph: ResourceGraph): Arrow[] {
  const arrows = new Map<string, Arrow>();
  const found = [
    ...entriesFromTheWorld(graph),
    ...bucketNotifications(graph),
    ...functionCalls(graph),
    ...deadLetters(graph),
    ...loadBalancing(graph),
    ...permissions(graph),
  ];
  for (const arrow of found) {
    const key = `${arrow.from} ${arrow.to}`;
    if (!arrows.has(key) && arrow.from !== arrow.to) arrows.set(key, arrow);
  }
  return [...arrows.values()];
}

/** What is open to everybody: load balancers by their security groups, APIs, and buckets that browsers may call. */
function entriesFromTheWorld(graph: ResourceGraph): Arrow[] {
  const loadBalancers = graph.resources("aws_lb").flatMap((lb) => {
    const rules = referred(graph, lb, lb.block.security_groups, "aws_security_group")
      .flatMap((group) => graph.referringTo(group, "aws_vpc_security_group_ingress_rule"))
      .filter(({ block }) => valueAt(block, "cidr_ipv4") === "0.0.0.0/0");
    return rules.length === 0
      ? []
      : arrow(CLIENT, lb, `port ${listed(rules.map(({ block }) => textAt(block, "from_port")))}`);
  });
  const apis = graph.resources("aws_api_gateway_rest_api").map((api) => {
    const methods = graph.referringTo(api, "aws_api_gateway_method");
    const needKey = methods.some(({ block }) => valueAt(block, "api_key_required") === true);
    return arrow(CLIENT, api, needKey ? "HTTPS, API key" : "HTTPS");
  });
  const buckets = graph.resources("aws_s3_bucket_cors_configuration").flatMap((cors) => {
    const methods = listAt(cors.block, "cors_rule").flatMap((rule) => listAt(rule, "allowed_methods"));
    const label = `signed ${listed(methods.map(String).filter((method) => method !== "HEAD"))}`;
    return referred(graph, cors, cors.block.bucket, "aws_s3_bucket").map((bucket) => arrow(CLIENT, bucket, label));
  });
  return [...loadBalancers, ...apis, ...buckets];
}

function bucketNotifications(graph: ResourceGraph): Arrow[] {
  return graph.resources("aws_s3_bucket_notification").flatMap((notification) =>
    listAt(notification.block, "lambda_function").flatMap((target) => {
      const events = listAt(target, "events").map((event) => String(event).replace(/^s3:|:\*$/g, ""));
      return referred(graph, notification, notification.block.bucket, "aws_s3_bucket").flatMap((bucket) =>
        referred(graph, notification, target, "aws_lambda_function").map((fn) => arrow(bucket, fn, listed(events))),
      );
    }),
  );
}

/** Which methods of an API call which function, as the function permits it. */
function functionCalls(graph: ResourceGraph): Arrow[] {
  return graph.resources("aws_api_gateway_rest_api").flatMap((api) =>
    graph.resources("aws_lambda_function").flatMap((fn) => {
      const routes = graph
        .referringTo(api, "aws_lambda_permission")
        .filter((permission) => referred(graph, permission, permission.block.function_name, fn.type).includes(fn))
        .map(({ block }) => /\/(\w+)\/([^/]+)$/.exec(textAt(block, "source_arn")) ?? []);
      const methods = listed(routes.map(([, method]) => method ?? "").sort());
      const paths = listed(routes.map(([, , path]) => `/${path ?? ""}`));
      return routes.length === 0 ? [] : arrow(api, fn, `${methods} ${paths}`);
    }),
  );
}

function deadLetters(graph: ResourceGraph): Arrow[] {
  return graph
    .resources("aws_lambda_function")
    .flatMap((fn) =>
      referred(graph, fn, fn.block.dead_letter_config, "aws_sqs_queue").map((queue) =>
        arrow(fn, queue, "failed events"),
      ),
    );
}

function loadBalancing(graph: ResourceGraph): Arrow[] {
  const listeners = graph
    .resources("aws_lb_listener")
    .flatMap((listener) =>
      referred(graph, listener, listener.block.load_balancer_arn, "aws_lb").flatMap((lb) =>
        referred(graph, listener, listener.block.default_action, "aws_lb_target_group").map((targets) =>
          arrow(lb, targets, textAt(listener.block, "protocol")),
        ),
      ),
    );
  const groups = graph
    .resources("aws_autoscaling_group")
    .flatMap((group) => [
      ...referred(graph, group, group.block.target_group_arns, "aws_lb_target_group").map((targets) =>
        arrow(targets, group, "requests"),
      ),
      ...referred(graph, group, group.block.launch_template, "aws_launch_template").map((template) =>
        arrow(group, template, "launches"),
      ),
    ]);
  return [...listeners, ...groups];
}

/** What functions and instances may do under their roles, as the statements of the policies have it. */
function permissions(graph: ResourceGraph): Arrow[] {
  const functions = graph.resources("aws_lambda_function").map((fn) => ({ who: fn, role: fn.block.role }));
  const instances = graph.resources("aws_launch_template").flatMap((template) =>
    referred(graph, template, template.block.iam_instance_profile, "aws_iam_instance_profile").map((profile) => ({
      who: template,
      role: profile.block.role,
    })),
  );
  return [...functions, ...instances].flatMap(({ who, role }) => {
    const verbs = new Map<Resource | Box, string[]>();
    for (const statement of statementsOf(graph, who, role)) {
      const actions = listAt(statement, "actions").map(String);
      const resources = graph.referredTo(who.stack, valueAt(statement, "resources")).filter(isMainResource);
      for (const target of [...resources, ...servicesOf(actions)]) {
        verbs.set(target, [...(verbs.get(target) ?? []), ...actions.map(verbOf)]);
      }
    }
    return [...verbs].map(([target, all]) => arrow(who, target, listed(all.sort(byOrder))));
  });
}

function statementsOf(graph: ResourceGraph, who: Resource, role: unknown): readonly unknown[] {
  return referred(graph, who, role, "aws_iam_role")
    .flatMap((found) => graph.referringTo(found, "aws_iam_role_policy"))
    .flatMap(({ stack, block }) => graph.dataReferredTo(stack, block.policy, "aws_iam_policy_document"))
    .flatMap((document) => listAt(document, "statement"));
}

function servicesOf(actions: readonly string[]): Box[] {
  return [...new Set(actions.map((action) => action.replace(/:.*/, "")))].flatMap((prefix) => SERVICES[prefix] ?? []);
}

function verbOf(action: string): string {
  const [, words = action] = action.split(":");
  const [first = words] = words.match(/^[A-Z][a-z]*/) ?? [];
  return VERBS[first] ?? first.toLowerCase();
}

/** Reading first, deleting last, whatever the order of the statements. */
function byOrder(one: string, other: string): number {
  const place = (verb: string): number => ["delete", "write", "read"].indexOf(verb);
  return place(other) - place(one) || one.localeCompare(other);
}

function referred(graph: ResourceGraph, { stack }: Resource, value: unknown, type: string): Resource[] {
  return graph.referredTo(stack, value).filter((resource) => resource.type === type);
}

function arrow(from: Resource | Box, to: Resource | Box, label: string): Arrow {
  return { from: idOf(from), to: idOf(to), label };
}

function idOf(end: Resource | Box): string {
  return "address" in end ? end.address : end.id;
}

function listed(words: readonly string[]): string {
  return [...new Set(words)].join(", ");
}
