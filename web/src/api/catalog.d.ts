// Generated from schemas/catalog.schema.json by npm run api. Do not edit.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description a code: a lower-case letter, then letters, digits and hyphens, 60 characters at most */
        ActionCode: string;
        /** @description How a dispute between departments is heard and ruled on (协同争议仲裁规则). */
        Arbitration: {
            /**
             * @description Within what each other side answers (答辩期限): three working days.
             * @default {
             *       "workdays": 3
             *     }
             */
            answer_within: components["schemas"]["Budget"];
            /**
             * Format: uint32
             * @description How many members a panel has at least (仲裁组最少人数): three.
             * @default 3
             */
            members_min: number;
            /**
             * @description Within what the panel rules, from the day of the dispute (裁决期限): ten working days.
             * @default {
             *       "workdays": 10
             *     }
             */
            rule_within: components["schemas"]["Budget"];
        };
        /** @description An answer compared with a least value. */
        AtLeast: {
            /** @description The field; a number. */
            field: components["schemas"]["FieldName"];
            /**
             * Format: double
             * @description The least value, in the unit of the field.
             */
            value: number;
        };
        /**
         * @description How long something may take: a limit and the unit in which it is counted.
         *
         *     Written `workdays: 20`, `calendar_days: 15`, `hours: 2`, `minutes: 15`, `work_hours: 4`, or
         *     `same_day`.
         */
        Budget: "same_day" | {
            /** Format: uint32 */
            workdays: number;
        } | {
            /** Format: uint32 */
            calendar_days: number;
        } | {
            /** Format: uint32 */
            hours: number;
        } | {
            /** Format: uint32 */
            minutes: number;
        } | {
            /** Format: uint32 */
            work_hours: number;
        };
        /** @description How an item is handled (办件类型). */
        CaseKind: "instant" | "promised" | "other";
        /** @description An answer to choose. */
        Choice: {
            /** @description What the applicant reads. */
            titles: components["schemas"]["Text"];
            /** @description What is stored. */
            value: components["schemas"]["FieldName"];
        };
        /** @description Whose catalogue it is, and the rules that hold for all of it: the file `city.yaml`. */
        City: {
            /** @description How disputes between departments are ruled on. */
            arbitration?: components["schemas"]["Arbitration"];
            /** @description Administrative division (行政区划代码), GB/T 2260: six digits, nine with township. */
            division: string;
            /**
             * @description How the implementation codes (实施编码) of the items are built.
             * @default gbt39046
             */
            implementation_codes: components["schemas"]["CodeProfile"];
            /** @description Token of streams and subjects. */
            jurisdiction: components["schemas"]["JurisdictionCode"];
            /**
             * @description Who is warned of late tasks between departments, and when, where an item says nothing of
             *     its own.
             */
            ladder?: components["schemas"]["Ladder"];
            /** @description Name of the city, district or authority. */
            names: components["schemas"]["Text"];
            /**
             * @description How every department reckons time that says nothing of its own: office hours, distance from
             *     UTC, what a limit in calendar days does at a rest day.
             * @default {
             *       "hours": [
             *         "09:00-12:00",
             *         "13:30-17:00"
             *       ],
             *       "rest_day_end": "stays",
             *       "utc_offset": "+08:00"
             *     }
             */
            office: components["schemas"]["Office"];
        };
        /** @description What a clock measures. */
        ClockKind: "statutory" | "promised" | "step" | "special";
        /** @description How an implementation code is built. Standards and portals differ, so it is configured. */
        CodeProfile: "gbt39046" | "portal31";
        /**
         * @description When a material is needed, in terms of the answers of the form.
         *
         *     Written as data, not as an expression in a string, so that the schema, the editor and the check
         *     see every part of it.
         */
        Condition: {
            equals: components["schemas"]["Equals"];
        } | {
            at_least: components["schemas"]["AtLeast"];
        } | {
            all: components["schemas"]["Condition"][];
        } | {
            any: components["schemas"]["Condition"][];
        } | {
            not: components["schemas"]["Condition"];
        };
        /** @description What another department is asked for during a step (协同事项). */
        Cooperation: {
            /** @description What is asked. */
            asks: components["schemas"]["Text"];
            /** @description The rule by which it may be asked, as it is cited in Chinese. */
            basis: string;
            /** @description Who is asked. */
            department: components["schemas"]["DepartmentCode"];
            /** @description The limit for the answer. */
            limit: components["schemas"]["Budget"];
            /** @description The post that answers; without one the department assigns it. */
            post?: components["schemas"]["PostCode"] | null;
        };
        /**
         * @description A department (部门) during one stretch of its life.
         *
         *     A department that is renamed has two entries with the same code; one that is merged or split
         *     ends and names its successors, so that open tasks find who answers for them now while history
         *     keeps who it was then.
         */
        Department: {
            /** @description Its code, the same through all its names. */
            code: components["schemas"]["DepartmentCode"];
            /** @description Its full name. */
            names: components["schemas"]["Text"];
            /** @description How it reckons time, where that differs from the city. */
            office?: components["schemas"]["Office"] | null;
            /** @description Its posts. */
            posts?: components["schemas"]["Post"][];
            /**
             * @description Who takes over at `valid_until`. One: a merger or a succession. Several: a split, of which
             *     one names nothing and so takes the rest.
             */
            successors?: components["schemas"]["Successor"][];
            /** @description Unified social credit code (统一社会信用代码, GB 32100), where it has one. */
            unified_code?: string | null;
            /**
             * Format: date
             * @description First day.
             */
            valid_from: string;
            /**
             * Format: date
             * @description First day on which it is no more.
             */
            valid_until?: string | null;
        };
        /** @description a code: a lower-case letter, then letters, digits and hyphens, 60 characters at most */
        DepartmentCode: string;
        /** @description The file `departments.yaml`. */
        Departments: {
            /** @description All departments, those of the past included. */
            departments: components["schemas"]["Department"][];
        };
        /**
         * @description What one department is there for (职责): a file in `duties/`.
         *
         *     Which department a matter concerns is proposed from these texts, so they name things by the
         *     words that people use for them.
         */
        Duties: {
            /** @description Whose they are. */
            department: components["schemas"]["DepartmentCode"];
            /** @description Its duties. */
            duties: components["schemas"]["Duty"][];
        };
        /** @description One duty, as the decision on the department (三定方案) or its list of powers (权责清单) says it. */
        Duty: {
            /** @description Its code inside the department. */
            code: components["schemas"]["DutyCode"];
            /** @description The rules it rests on, as they are cited in Chinese. */
            legal_basis: string[];
            /** @description What is to be done. */
            text: components["schemas"]["Text"];
        };
        /** @description a code: a lower-case letter, then letters, digits and hyphens, 60 characters at most */
        DutyCode: string;
        /** @description An answer compared with one value. */
        Equals: {
            /** @description The field. */
            field: components["schemas"]["FieldName"];
            /** @description Text, number, yes or no, as the field has it. */
            value: unknown;
        };
        /** @description An extension with the approval of the head of the authority (经负责人批准延长). */
        Extension: {
            /** @description The rule that allows it, as it is cited in Chinese. */
            basis: string;
            /** @description The most that may be added; of the same unit as the statutory limit. */
            max: components["schemas"]["Budget"];
        };
        /** @description One field of a form. */
        Field: {
            /** @description What may be answered. */
            kind: components["schemas"]["FieldKind"];
            /** @description Its key in the answers. */
            name: components["schemas"]["FieldName"];
            /** @description Whether an answer may be left out. */
            optional?: boolean;
            /** @description Set when the answer is about a person: it is encrypted under the person's key, and masked. */
            personal?: components["schemas"]["PersonalKind"] | null;
            /** @description What the applicant reads. */
            titles: components["schemas"]["Text"];
        };
        /** @description What may be answered. */
        FieldKind: "text" | "long_text" | "integer" | "number" | "boolean" | "date" | "citizen_id" | "unified_code" | "phone" | {
            choice: components["schemas"]["Choice"][];
        };
        /** @description a field name: a lower-case letter, then letters, digits and underscores, 60 characters at most */
        FieldName: string;
        /** @description The application form of an item. */
        Form: {
            /**
             * @description Its fields, in the order in which they are asked.
             * @default []
             */
            fields: components["schemas"]["Field"][];
        };
        /** @description The four kinds of emergency (突发事件), Emergency Response Law art. 2. */
        IncidentKind: "natural_disaster" | "accident" | "public_health" | "social_security";
        /**
         * @description One version of a service item (事项): a file in `items/`.
         *
         *     A version that was published is never changed; a change is a new version with a later
         *     `valid_from`. A case keeps the version with which it was accepted.
         */
        Item: {
            /** @description How it is handled (办件类型). */
            case_kind: components["schemas"]["CaseKind"];
            /** @description Its code, the same through all versions. */
            code: components["schemas"]["ItemCode"];
            /** @description The department that decides. */
            department: components["schemas"]["DepartmentCode"];
            /**
             * @description The application form.
             * @default {
             *       "fields": []
             *     }
             */
            form: components["schemas"]["Form"];
            /** @description Implementation code (实施编码), built as the profile of the city says. */
            implementation_code?: string | null;
            /**
             * @description Who is warned of late tasks that its steps ask of other departments, and when, where it
             *     differs from the city.
             */
            ladder?: components["schemas"]["Ladder"] | null;
            /** @description The rules it rests on, as they are cited in Chinese. */
            legal_basis: string[];
            /** @description Level at which it is exercised (行使层级). */
            level: components["schemas"]["Level"];
            /** @description Its limits. */
            limits: components["schemas"]["Limits"];
            /** @description The materials that the applicant hands in. */
            materials?: components["schemas"]["Material"][];
            /** @description Its name. */
            names: components["schemas"]["Text"];
            /** @description Kind of power (权力类型). */
            power: components["schemas"]["PowerKind"];
            /** @description What the applicant may get. */
            results: components["schemas"]["ItemResult"][];
            /** @description Whom it serves (服务对象). */
            service_objects: components["schemas"]["ServiceObject"][];
            /** @description Special procedures that may become necessary. */
            special_procedures?: components["schemas"]["Procedure"][];
            /** @description Its steps. */
            steps: components["schemas"]["Step"][];
            /**
             * Format: date
             * @description First day on which applications are accepted under this version.
             */
            valid_from: string;
            /**
             * Format: date
             * @description First day on which they no longer are, where no later version takes over.
             */
            valid_until?: string | null;
            /**
             * Format: uint32
             * @description The version, from 1.
             */
            version: number;
        };
        /** @description a code: a lower-case letter, then letters, digits and hyphens, 60 characters at most */
        ItemCode: string;
        /** @description What a case may end with (办理结果). */
        ItemResult: {
            /** @description Its code inside the item. */
            code: components["schemas"]["ResultCode"];
            /** @description What it is. */
            kind: components["schemas"]["ResultKind"];
            /** @description Its name. */
            names: components["schemas"]["Text"];
            /**
             * Format: uint32
             * @description For how long it holds, where it runs out.
             */
            valid_months?: number | null;
        };
        /** @description a code: a lower-case letter, then letters, digits and hyphens, 60 characters at most */
        JurisdictionCode: string;
        /**
         * @description Within what a task is taken on, and who is told how long after its due date (督办阶梯): handler
         *     and coordinator at the due date, then the head of the department, then supervision, then
         *     whoever holds people accountable (问责).
         *
         *     A rung that is `null` is left out.
         */
        Ladder: {
            /**
             * @description How long after the due date it is put on record for accountability (问责): five working
             *     days.
             * @default {
             *       "workdays": 5
             *     }
             */
            accountability_after: components["schemas"]["Budget"] | null;
            /**
             * @description Within what the asked department takes a task on or returns it (签收时限): one working day,
             *     as hotline rules have it. Never later than the due date.
             * @default {
             *       "workdays": 1
             *     }
             */
            acknowledge_within: components["schemas"]["Budget"];
            /**
             * @description Within what a warning is answered in writing (书面说明): two working days.
             * @default {
             *       "workdays": 2
             *     }
             */
            answer_within: components["schemas"]["Budget"];
            /**
             * @description How long after the due date the head of the asked department is told (分管领导): one working
             *     day.
             * @default {
             *       "workdays": 1
             *     }
             */
            lead_after: components["schemas"]["Budget"] | null;
            /**
             * @description How long after the due date supervision takes it up (督办): three working days.
             * @default {
             *       "workdays": 3
             *     }
             */
            supervisor_after: components["schemas"]["Budget"] | null;
        };
        /**
         * @description Level at which the power is exercised (行使层级). The standard gives the digits 1 to 7; the words
         *     are those that portals put beside them.
         */
        Level: "national" | "provincial" | "city" | "county" | "township" | "village" | "other";
        /** @description The limits of an item as a whole. */
        Limits: {
            /**
             * @description Within what the applicant is told, once, of everything that is missing (补正告知); five
             *     working days, Administrative Licensing Law art. 32.
             */
            correction?: components["schemas"]["Budget"];
            /** @description Within what the result is handed over after the decision (送达, art. 44), where it is limited. */
            delivery?: components["schemas"]["Budget"] | null;
            /** @description By how much the statutory limit may be extended, where it may (art. 42). */
            extension?: components["schemas"]["Extension"] | null;
            /** @description What the office promises (承诺时限); never longer. */
            promised: components["schemas"]["Budget"];
            /** @description What the law allows (法定时限). */
            statutory: components["schemas"]["Budget"];
        };
        /** @description A material (材料) of an item. */
        Material: {
            /**
             * Format: uint64
             * @description The largest file that is taken, in bytes.
             */
            bytes_max?: number;
            /** @description Its code inside the item. */
            code: components["schemas"]["MaterialCode"];
            /** @description MIME types that are taken. */
            content_types?: string[];
            /** @description Its name. */
            names: components["schemas"]["Text"];
            /**
             * @description Whether and when it is needed.
             * @default required
             */
            need: components["schemas"]["Need"];
            /**
             * @description The government holds it already (材料共享负面清单, requirement S8): it is fetched, and may not be
             *     asked of the applicant.
             */
            shared?: boolean;
        };
        /** @description a code: a lower-case letter, then letters, digits and hyphens, 60 characters at most */
        MaterialCode: string;
        /** @description When a material must be handed in. */
        Need: "required" | "optional" | {
            when: components["schemas"]["Condition"];
        };
        /** @description How an office reckons time: its hours, its place on the clock, and the rule where sources differ. */
        Office: {
            /**
             * @description When it works.
             * @default [
             *       "09:00-12:00",
             *       "13:30-17:00"
             *     ]
             */
            hours: components["schemas"]["OfficeHours"];
            /**
             * @description What happens to a limit in calendar days that ends on a rest day.
             * @default stays
             */
            rest_day_end: components["schemas"]["RestDayEnd"];
            /**
             * @description Its distance from UTC.
             * @default +08:00
             */
            utc_offset: components["schemas"]["UtcOffset"];
        };
        /**
         * @description The hours in which an office works, the same on every working day of the calendar.
         *
         *     Written as a list of shifts: `["09:00-12:00", "13:30-17:00"]`. Ascending, without overlap.
         */
        OfficeHours: components["schemas"]["Shift"][];
        /** @description a code: a lower-case letter, then letters, digits and hyphens, 60 characters at most */
        PaperCode: string;
        /** @description What an answer says about a person; decides how it is masked and searched. */
        PersonalKind: "name" | "id_number" | "phone" | "address" | "birth_date" | "health" | "finance" | "other";
        /**
         * @description One version of a plan for emergencies (应急预案): a file in `plans/`.
         *
         *     A version that was published is never changed; a change is a new version with a later
         *     `valid_from`. An emergency keeps the version with which it was declared.
         */
        Plan: {
            /** @description Its code, the same through all versions. */
            code: components["schemas"]["PlanCode"];
            /** @description What kind of emergency it is made for. */
            kind: components["schemas"]["IncidentKind"];
            /**
             * @description Who is warned of late tasks, and when; in hours and minutes.
             * @default {
             *       "accountability_after": {
             *         "hours": 2
             *       },
             *       "acknowledge_within": {
             *         "minutes": 15
             *       },
             *       "answer_within": {
             *         "workdays": 2
             *       },
             *       "lead_after": {
             *         "minutes": 30
             *       },
             *       "supervisor_after": {
             *         "hours": 1
             *       }
             *     }
             */
            ladder: components["schemas"]["Ladder"];
            /** @description Who leads (牵头部门): the tasks are asked in its name. */
            lead: components["schemas"]["DepartmentCode"];
            /** @description The rules it rests on, as they are cited in Chinese. */
            legal_basis: string[];
            /** @description Its name. */
            names: components["schemas"]["Text"];
            /**
             * @description Within what the first of those who are asked has to take its task on (响应时限): two hours at
             *     most, around the clock.
             * @default {
             *       "hours": 2
             *     }
             */
            respond_within: components["schemas"]["Budget"];
            /** @description Who does what. */
            roles: components["schemas"]["PlanRole"][];
            /** @description How severe an emergency is that is declared under it, unless it is said otherwise. */
            severity: components["schemas"]["Severity"];
            /** @description What is to be done; all of it is asked at once. */
            tasks: components["schemas"]["PlanTask"][];
            /**
             * Format: date
             * @description First day on which emergencies are declared under this version.
             */
            valid_from: string;
            /**
             * Format: date
             * @description First day on which they no longer are, where no later version takes over.
             */
            valid_until?: string | null;
            /**
             * Format: uint32
             * @description The version, from 1.
             */
            version: number;
        };
        /** @description a code: a lower-case letter, then letters, digits and hyphens, 60 characters at most */
        PlanCode: string;
        /** @description A part in a plan (工作组), whoever plays it. */
        PlanRole: {
            /** @description Its code inside the plan. */
            code: components["schemas"]["RoleCode"];
            /** @description The department that plays it. */
            department: components["schemas"]["DepartmentCode"];
            /** @description Its name. */
            names: components["schemas"]["Text"];
        };
        /** @description A task of a plan (处置任务). */
        PlanTask: {
            /** @description What is asked. */
            asks: components["schemas"]["Text"];
            /** @description The rule by which it may be asked, as it is cited in Chinese. */
            basis: string;
            /** @description Its code inside the plan. */
            code: components["schemas"]["ActionCode"];
            /** @description How long the answer may take, in hours or minutes. */
            limit: components["schemas"]["Budget"];
            /** @description Who is asked. */
            role: components["schemas"]["RoleCode"];
            /** @description What is not waited for (容缺), and has to be brought afterwards. */
            skips?: components["schemas"]["SkippedPaper"][];
        };
        /** @description A post (岗位): who does a kind of work, whoever holds it today. */
        Post: {
            /** @description Its code inside the department. */
            code: components["schemas"]["PostCode"];
            /** @description Its name. */
            names: components["schemas"]["Text"];
            /** @description The post of the same department that takes over. */
            successor?: components["schemas"]["PostCode"] | null;
            /**
             * Format: date
             * @description First day, where it is later than the department's.
             */
            valid_from?: string | null;
            /**
             * Format: date
             * @description First day on which it is no more, where it ends before the department.
             */
            valid_until?: string | null;
        };
        /** @description a code: a lower-case letter, then letters, digits and hyphens, 60 characters at most */
        PostCode: string;
        /** @description Kind of power (权力类型). */
        PowerKind: "licence" | "penalty" | "coercion" | "levy" | "payment" | "inspection" | "confirmation" | "reward" | "ruling" | "other" | "public_service";
        /** @description A special procedure (特别程序) that may become necessary. */
        Procedure: {
            /** @description The rule that allows it, as it is cited in Chinese. */
            basis: string;
            /** @description Its code inside the item. */
            code: components["schemas"]["ProcedureCode"];
            /** @description What it is. */
            kind: components["schemas"]["ProcedureKind"];
            /** @description How long it may take; the applicant is told so in writing (art. 45). */
            limit: components["schemas"]["Budget"];
            /** @description Its name. */
            names: components["schemas"]["Text"];
            /**
             * @description The clocks that stand still while it lasts: by default all but its own, as art. 45 has it.
             * @default [
             *       "statutory",
             *       "promised",
             *       "step"
             *     ]
             */
            suspends: components["schemas"]["ClockKind"][];
        };
        /** @description a code: a lower-case letter, then letters, digits and hyphens, 60 characters at most */
        ProcedureCode: string;
        /** @description Procedures whose time does not count: Administrative Licensing Law art. 45. */
        ProcedureKind: "hearing" | "bidding" | "auction" | "inspection" | "testing" | "quarantine" | "appraisal" | "expert_review" | "other";
        /**
         * @description What a limit in calendar days does when its last day is no working day.
         *
         *     Sources conflict: the Civil Code (民法典) art. 203 moves the end to the next working day, while
         *     hotline rules count "7 days" as they fall. So it is configured.
         */
        RestDayEnd: "stays" | "rolls_forward";
        /** @description a code: a lower-case letter, then letters, digits and hyphens, 60 characters at most */
        ResultCode: string;
        /** @description Kind of result (结果类型). */
        ResultKind: "licence" | "approval" | "statement" | "payment" | "entry";
        /** @description a code: a lower-case letter, then letters, digits and hyphens, 60 characters at most */
        RoleCode: string;
        /** @description Whom an item serves (服务对象). */
        ServiceObject: "person" | "enterprise" | "institution" | "social_organisation" | "unincorporated_enterprise" | "authority";
        /** @description How severe an emergency is (事件分级), the most severe first: Emergency Response Law art. 3. */
        Severity: "especially_serious" | "serious" | "relatively_serious" | "ordinary";
        /** @description Office hours from and until, HH:MM-HH:MM. */
        Shift: string;
        /** @description A paper that is brought after the emergency instead of before the act (补办手续). */
        SkippedPaper: {
            /** @description The rule that allows it, as it is cited in Chinese. */
            basis: string;
            /** @description Its code inside the plan. */
            code: components["schemas"]["PaperCode"];
            /** @description Its name. */
            names: components["schemas"]["Text"];
            /** @description Within what it is brought, from the end of the emergency on. */
            within: components["schemas"]["Budget"];
        };
        /**
         * @description A step (环节) of an item.
         *
         *     Steps form a graph without cycles: a step may begin when all steps in `after` are done. Steps
         *     with the same `after` run side by side.
         */
        Step: {
            /** @description Steps that must be done before. */
            after?: components["schemas"]["StepId"][];
            /** @description Departments that are asked to help during the step. */
            cooperation?: components["schemas"]["Cooperation"][];
            /** @description Who does it, where that is not the department of the item. */
            department?: components["schemas"]["DepartmentCode"] | null;
            /** @description Its id inside the item. */
            id: components["schemas"]["StepId"];
            /** @description Its limit (环节时限). */
            limit: components["schemas"]["Budget"];
            /** @description Its name. */
            names: components["schemas"]["Text"];
            /** @description The post that does it; without one the department assigns it. */
            post?: components["schemas"]["PostCode"] | null;
        };
        /** @description a code: a lower-case letter, then letters, digits and hyphens, 60 characters at most */
        StepId: string;
        /** @description Who takes over from a department that ends, and what. */
        Successor: {
            /** @description The department that takes over. */
            department: components["schemas"]["DepartmentCode"];
            /** @description Items that go to it. */
            items?: components["schemas"]["ItemCode"][];
            /** @description Posts that go to it, each with its code there. */
            posts?: {
                [key: string]: components["schemas"]["PostCode"];
            };
        };
        /** @description A text for people, in Chinese and English. */
        Text: {
            /** @description English. */
            en: string;
            /** @description Chinese, the language of the office. */
            zh: string;
        };
        /** @description Distance from UTC. */
        UtcOffset: string;
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
