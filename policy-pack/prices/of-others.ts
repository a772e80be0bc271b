/** Prices of what has a fixed rate: secrets, keys, alarms, dashboards, firewalls, zones. */
import { listAt, UNKNOWN, valueAt } from "../known";
import { byNumber, cost, gap, type Pricer } from "./cost";
import { USD_PER_MONTH } from "./rates";

/** Paid by its metrics; expressions over them cost nothing. One that is looked at more often than once a minute has the higher rate. */
const alarm: Pricer = (node) =>
    byNumber(node, ["period"], 60, (seconds) => {
        const queries = listAt(node.properties, "metricQueries");
        if (queries === UNKNOWN) return gap("metricQueries is not known yet");
        const metrics = Math.max(1, (queries ?? []).filter((query) => valueAt(query, "metric") !== undefined).length);
        return cost("alarm", metrics * (seconds < 60 ? USD_PER_MONTH.fastAlarmMetric : USD_PER_MONTH.alarmMetric));
    });

const webAcl: Pricer = (node) => {
    const rules = listAt(node.properties, "rules");
    if (rules === UNKNOWN) return gap("rules is not known yet");
    const count = rules?.length ?? 0;
    return cost(`web ACL with ${count} ${count === 1 ? "rule" : "rules"}`, USD_PER_MONTH.webAcl + count * USD_PER_MONTH.webAclRule);
};

const fixed =
    (what: string, usdPerMonth: number): Pricer =>
    () =>
        cost(what, usdPerMonth);

/** Pricers by type token. */
export const OTHER_PRICERS: Readonly<Record<string, Pricer>> = {
    "aws:secretsmanager/secret:Secret": fixed("secret", USD_PER_MONTH.secret),
    "aws:kms/key:Key": fixed("key", USD_PER_MONTH.key),
    "aws:kms/replicaKey:ReplicaKey": fixed("key", USD_PER_MONTH.key),
    "aws:cloudwatch/metricAlarm:MetricAlarm": alarm,
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": fixed("composite alarm", USD_PER_MONTH.compositeAlarm),
    "aws:cloudwatch/dashboard:Dashboard": fixed("dashboard", USD_PER_MONTH.dashboard),
    "aws:wafv2/webAcl:WebAcl": webAcl,
    "aws:route53/zone:Zone": fixed("hosted zone", USD_PER_MONTH.hostedZone),
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": fixed("private DNS zone", USD_PER_MONTH.hostedZone),
    "aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace": fixed("public DNS zone", USD_PER_MONTH.hostedZone),
};
