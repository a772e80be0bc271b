import { strict as assert } from "node:assert";
import { service } from "../../../../simulator/aws/services/cloudwatch";
import type { Properties } from "../../../../simulator/provider/values";
import { accountWith } from "./lambda-fixtures";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";

const ERRORS = {
    name: "errors",
    metricName: "HTTPCode_Target_5XX_Count",
    namespace: "AWS/ApplicationELB",
    statistic: "Sum",
    period: 60,
    evaluationPeriods: 5,
    threshold: 10,
    comparisonOperator: "GreaterThanThreshold",
};

const SIX_ACTIONS = [1, 2, 3, 4, 5, 6].map((n) => `arn:aws:sns:us-east-1:123456789012:topic${n}`);

describe("CloudWatch metric alarm", () => {
    it("has its name as id", () => {
        const { id, outputs } = accountWith([service]).create(ALARM, "errors", ERRORS);
        assert.deepEqual([id, outputs["arn"]], ["errors", "arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors"]);
    });

    const checks: readonly (readonly [name: string, more: Properties, reason: string])[] = [
        [
            "the period is odd",
            { period: 45 },
            "expected period to be 10, 20, 30 or a multiple of 60, got 45. Examine values at 'errors.period'.",
        ],
        [
            "there is no statistic",
            { statistic: undefined },
            "One of `statistic` or `extended_statistic` must be set for a cloudwatch metric alarm. Examine values at 'errors.statistic'.",
        ],
        [
            "missing data is treated in no known way",
            { treatMissingData: "quietly" },
            "invalid value for treatMissingData (missing, ignore, breaching or notBreaching). Examine values at 'errors.treatMissingData'.",
        ],
    ];
    for (const [name, more, reason] of checks) {
        it(`fails in a preview when ${name}`, () => {
            const { failures } = accountWith([service]).check(ALARM, "errors", { ...ERRORS, ...more });
            assert.deepEqual(
                failures.map((failure) => failure.reason),
                [reason],
            );
        });
    }

    it("fails with more than five actions", () => {
        assert.throws(() => accountWith([service]).create(ALARM, "errors", { ...ERRORS, alarmActions: SIX_ACTIONS }), {
            message:
                "operation error CloudWatch: PutMetricAlarm, api error ValidationError: 1 validation error detected: Value at 'alarmActions' " +
                "failed to satisfy constraint: Member must have length less than or equal to 5, it has 6",
        });
    });
});

describe("CloudWatch composite alarm", () => {
    it("needs the alarms of its rule, and they need it gone", () => {
        const aws = accountWith([service]);
        const both = { alarmName: "both", alarmRule: 'ALARM("errors") AND NOT OK(arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors)' };
        assert.throws(() => aws.create(COMPOSITE, "both", both), {
            message:
                "operation error CloudWatch: PutCompositeAlarm, api error ValidationError: AlarmRule refers to an alarm that does not exist: errors",
        });
        const errors = aws.create(ALARM, "errors", ERRORS);
        const composite = aws.create(COMPOSITE, "both", both);
        assert.equal(composite.id, "both");
        assert.throws(
            () => {
                aws.delete(errors);
            },
            {
                message:
                    "operation error CloudWatch: DeleteAlarms, api error ValidationError: Cannot delete errors as there are composite alarm(s) depending on it.",
            },
        );
        aws.delete(composite);
        aws.delete(errors);
        assert.deepEqual(aws.stored(ALARM), []);
    });
});

describe("CloudWatch dashboard", () => {
    const body = (widget: object) => JSON.stringify({ widgets: [widget] });

    it("is found by name and compared by meaning", () => {
        const aws = accountWith([service]);
        const inputs = { dashboardName: "librechat", dashboardBody: body({ type: "text", properties: { markdown: "#" } }) };
        const dashboard = aws.create(DASHBOARD, "main", inputs);
        assert.deepEqual(
            [dashboard.id, dashboard.outputs["dashboardArn"]],
            ["librechat", "arn:aws:cloudwatch::123456789012:dashboard/librechat"],
        );
        assert.equal(
            aws.diff(dashboard, { ...inputs, dashboardBody: body({ properties: { markdown: "#" }, type: "text" }) }).changed.length,
            0,
        );
    });

    const refusals: readonly (readonly [name: string, dashboardBody: string, problem: string])[] = [
        ["there are no widgets", "{}", `{"dataPath":"","message":"Should have required property 'widgets'"}`],
        ["a widget has no type", body({ properties: {} }), `{"dataPath":"/widgets/0","message":"Should have required property 'type'"}`],
    ];
    for (const [name, dashboardBody, problem] of refusals) {
        it(`fails when ${name}`, () => {
            assert.throws(() => accountWith([service]).create(DASHBOARD, "main", { dashboardName: "main", dashboardBody }), {
                message: `operation error CloudWatch: PutDashboard, api error InvalidParameterInput: The dashboard body is invalid, there are 1 validation errors: [ ${problem} ]`,
            });
        });
    }
});
