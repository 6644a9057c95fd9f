// Generated from schemas/openapi.json by npm run api. Do not edit.
export interface paths {
    "/api/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Accounts in the order of their names, for who manages them. A page may have fewer rows than asked
         *     for and yet a `next`.
         */
        get: operations["edge_accounts_list"];
        put?: never;
        /**
         * Creates an account with a new password, which is told this once. Asked again under the same key it
         *     is there already: another new password is what helps.
         */
        post: operations["edge_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{login}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets nobody use an account any more; its sessions end, its history stays. */
        post: operations["edge_disable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{login}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a disabled account be used again. */
        post: operations["edge_enable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{login}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives an account a new password, which is told this once; its sessions end. */
        post: operations["edge_new_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{login}/rights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives an account other roles or another department; its sessions end. */
        post: operations["edge_set_rights"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approval/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["approval_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approval/cases/{case_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["approval_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approval/cases/{case_id}/annul": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["approval_annul"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approval/cases/{case_id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["approval_archive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approval/cases/{case_id}/conclude": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["approval_conclude"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approval/cases/{case_id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["approval_extend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approval/cases/{case_id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["approval_reopen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approval/cases/{case_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["approval_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approval/cases/{case_id}/steps/{step}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["approval_approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approval/cases/{case_id}/steps/{step}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["approval_refuse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approval/cases/{case_id}/steps/{step}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["approval_send_back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approval/cases/{case_id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["approval_suspend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approval/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the steps that are being worked on, the most urgent first; last those of cases whose clocks
         *     stand still.
         */
        get: operations["approval_steps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/countdowns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says how far away due dates are, each in the order in which they were named. */
        get: operations["edge_countdowns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/departments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Departments as they are today. */
        get: operations["edge_departments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Items in force that fit a search, best first. */
        get: operations["edge_search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/items/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An item as it is in force: steps, limits, materials, form. */
        get: operations["edge_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/public/departments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What departments are called, for pages that everybody reads: those of today, and those that are no
         *     more by their last name. Nothing else of the catalogue is told without signing in.
         */
        get: operations["edge_department_names"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/complaint/complaints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Complaints, newest first: all of them to coordinators and supervisors, to others those of their
         *     department.
         */
        get: operations["complaint_list"];
        put?: never;
        /** Lodges a complaint. */
        post: operations["complaint_lodge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/complaint/complaints/{complaint_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One complaint. */
        get: operations["complaint_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/complaint/complaints/{complaint_id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers the complainant. */
        post: operations["complaint_answer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/complaint/complaints/{complaint_id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Names the department that has to answer. */
        post: operations["complaint_assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/complaint/complaints/{complaint_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Closes a complaint on the complainant's word. */
        post: operations["complaint_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/complaint/complaints/{complaint_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows what happened to a complaint, callbacks and reopenings too: every step names the event that
         *     it is.
         */
        get: operations["complaint_complaint_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/complaint/complaints/{complaint_id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Has a complaint answered with one that came before.
         * @description The other one is looked at before this one is decided: it may be answered or merged in between.
         *     Then the complainant has that answer, or the one it leads to.
         */
        post: operations["complaint_merge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/complaint/complaints/{complaint_id}/order-rectification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Orders a rectification. */
        post: operations["complaint_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/complaint/complaints/{complaint_id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Has a complaint answered again. */
        post: operations["complaint_reopen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/complaint/complaints/{complaint_id}/repeats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the complaints that may be the same as this one, the latest first, each with the reason: to
         *     coordinators and supervisors all of them, to others those that their department has to answer.
         */
        get: operations["complaint_complaint_repeats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/complaint/complaints/{complaint_id}/report-rectification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reports a rectification. */
        post: operations["complaint_report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/complaint/complaints/{complaint_id}/separate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Has a complaint answered by itself again, if the other one was never answered. */
        post: operations["complaint_separate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/complaint/public/complaints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an applicant the own complaints about a case, and what was answered. */
        get: operations["complaint_complaints_of_case"];
        put?: never;
        /** Complains about the own case. The complainant is who applied: nobody is asked again. */
        post: operations["complaint_complain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/complaint/public/complaints/{complaint_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Closes an own complaint that was answered. */
        post: operations["complaint_say_solved"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/complaint/public/complaints/{complaint_id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Has an own complaint answered again. */
        post: operations["complaint_refuse_answer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/absences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists who is away or going to be, the first to be back first: everyone to coordinators and
         *     supervisors, to others those of their own department.
         */
        get: operations["coordination_absences"];
        put?: never;
        /** Says that oneself, or for a coordinator anybody, is away, and who stands in. */
        post: operations["coordination_note_absence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/absences/{account}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that somebody is back, or stays. */
        post: operations["coordination_end_absence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/blockers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists what is stuck between departments, the oldest first: open blockers of projects, and tasks
         *     that were returned, are disputed or late. Coordinators and supervisors see all of it, others
         *     what their department has to do with.
         */
        get: operations["coordination_list_blockers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the tasks of a department, or of all, by where they stand. */
        get: operations["coordination_board"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/cases/{case_id}/blocking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows which open tasks hold a case up, those of other cases that it shares included: who acts
         *     next, since when, until when. It is told to whoever decides the case, asks or is asked for it.
         */
        get: operations["coordination_blocking"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/deliberations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists deliberations, the newest first: all of them to coordinators and supervisors, to others
         *     those that their department or the public is asked about.
         */
        get: operations["coordination_list_deliberations"];
        put?: never;
        /** Puts a matter to departments, the public, or both. */
        post: operations["coordination_open_deliberation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/deliberations/{deliberation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows a deliberation: what is asked, what was said, what came of it. A department reads what
         *     others said after the decision.
         */
        get: operations["coordination_one_deliberation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/deliberations/{deliberation_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes no more opinions before the limit, where all departments have spoken and the public is not
         *     asked. At the limit it happens by itself.
         */
        post: operations["coordination_close_deliberation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/deliberations/{deliberation_id}/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decides on a matter: with reasons, and an answer to each main point. */
        post: operations["coordination_decide_deliberation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/deliberations/{deliberation_id}/follow-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says what has become of a decision. */
        post: operations["coordination_follow_up_deliberation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/deliberations/{deliberation_id}/opinion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says what one's department thinks; until the limit it may be said anew, and every word is kept. */
        post: operations["coordination_give_opinion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/deliberations/{deliberation_id}/opinions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what the public said, for those who sum it up. */
        get: operations["coordination_list_opinions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/deliberations/{deliberation_id}/summarise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says in short what was said; how many went which way is counted. */
        post: operations["coordination_summarise_deliberation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/dispatch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says when the next fortnightly list is due, and which of those before were issued or missed. */
        get: operations["coordination_show_rhythm"];
        put?: never;
        /** Says when fortnightly lists are due. */
        post: operations["coordination_set_rhythm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/dispatch/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Issues the fortnightly list that is due: all that is stuck now, the oldest 200 of it. */
        post: operations["coordination_issue_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/dispatch/lists/{nth}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a fortnightly list, and what has become of all that was on it. */
        get: operations["coordination_one_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists disputes, the newest first: all of them to coordinators and supervisors; to others what was
         *     ruled, since it binds all, and where their department is heard or they rule themselves.
         */
        get: operations["coordination_disputes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/disputes/{dispute_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a dispute: who holds what, who rules, and how far they are. */
        get: operations["coordination_dispute"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/disputes/{dispute_id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers a dispute, for a department that is heard in it. */
        post: operations["coordination_answer_dispute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/disputes/{dispute_id}/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rules as it was ruled before on the same ask, without a panel. */
        post: operations["coordination_follow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/disputes/{dispute_id}/hear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hears another department as well: only who is heard can be held responsible. */
        post: operations["coordination_hear"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/disputes/{dispute_id}/panel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Names the members who rule; convened once more, who stays keeps the vote. */
        post: operations["coordination_convene"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/disputes/{dispute_id}/recuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a member out of the panel: by its own wish, or by a coordinator's. */
        post: operations["coordination_recuse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/disputes/{dispute_id}/rule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts on record what the majority of the panel holds; it binds. */
        post: operations["coordination_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/disputes/{dispute_id}/vote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Votes, as a member of the panel; voted once more, the last word counts. */
        post: operations["coordination_vote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/disputes/{dispute_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraws a dispute: its department answers the task, by the due date that there was. */
        post: operations["coordination_withdraw_dispute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/duties/overlaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lays the duties of all departments beside each other: where they overlap, and which items no
         *     duty of their department covers; at most 200 of each are told.
         */
        get: operations["coordination_overlaps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/emergencies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists emergencies and drills, the newest first: all of them to coordinators and supervisors, to
         *     others those that their department leads or is asked in.
         */
        get: operations["coordination_emergencies"];
        put?: never;
        /** Declares an emergency, or begins a drill: all tasks of the plan are asked at once. */
        post: operations["coordination_declare_emergency"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/emergencies/{case_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows how an emergency stands: what is left of the time for the first response, each task with
         *     its countdown, the papers that it skipped, the newest fifty reports. `GET /api/events` tells of
         *     every change (its stream begins with `emergency/` or `coordination/`).
         */
        get: operations["coordination_emergency"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/emergencies/{case_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends an emergency: open tasks are closed, and the papers that it skipped are to be brought. */
        post: operations["coordination_end_emergency"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/emergencies/{case_id}/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what a drill or an emergency took: read from the log itself, so that it is there for good. */
        get: operations["coordination_emergency_figures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/emergencies/{case_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what happened to an emergency: every step names the event that it is. */
        get: operations["coordination_emergency_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/emergencies/{case_id}/papers/{paper}/hand-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hands in a paper that was skipped, for the department that has to bring it. */
        post: operations["coordination_hand_in_paper"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/emergencies/{case_id}/papers/{paper}/waive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that a paper that was skipped need not be brought. */
        post: operations["coordination_waive_paper"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/emergencies/{case_id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reports how things stand: for a department that was asked, or that leads. */
        post: operations["coordination_report_situation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/emergencies/{case_id}/severity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that an emergency is more or less severe than was thought. */
        post: operations["coordination_change_severity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/matters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists matters, the newest first: all of them to coordinators and supervisors, to others those
         *     that their department asked about or leads.
         */
        get: operations["coordination_matters_list"];
        put?: never;
        /** Asks whom a matter concerns: proposes who leads and who assists, and records it. */
        post: operations["coordination_propose"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/matters/{matter_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a matter: what was proposed, from what, and what a coordinator said. */
        get: operations["coordination_matters_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/matters/{matter_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says whom a matter concerns; later proposals learn from it. */
        post: operations["coordination_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/meetings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists meetings, the latest first: all of them to coordinators and supervisors, to others those
         *     that their department is invited to.
         */
        get: operations["coordination_list_meetings"];
        put?: never;
        /** Calls a meeting, for whoever leads its project or convenes. */
        post: operations["coordination_call_meeting"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/meetings/{meeting_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a meeting with its agenda and its minutes, and what has become of what it decided. */
        get: operations["coordination_one_meeting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/meetings/{meeting_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancels a meeting that has no minutes. */
        post: operations["coordination_cancel_meeting"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/meetings/{meeting_id}/correct-minutes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Corrects published minutes: they stay as they are, and this stands beside them. Tasks that came
         *     of them are changed as tasks are.
         */
        post: operations["coordination_correct_minutes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/meetings/{meeting_id}/publish-minutes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publishes the minutes of a meeting, once: its decisions are asked of their departments as tasks,
         *     blockers that it saw cleared are. Where its project was closed meanwhile, they are asked for the
         *     meeting itself.
         */
        post: operations["coordination_publish_minutes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists warnings as cases, the newest first: all of them to coordinators and supervisors, to others
         *     those of their own department.
         */
        get: operations["coordination_notices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/notices/{notice_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a warning as a case. */
        get: operations["coordination_notice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/notices/{notice_id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accepts the answer to a warning. */
        post: operations["coordination_accept_notice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/notices/{notice_id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers a warning in writing, for the department that was warned. */
        post: operations["coordination_answer_notice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/notices/{notice_id}/appeal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Appeals against a warning; it needs no answer until a supervisor has decided. */
        post: operations["coordination_appeal_notice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/notices/{notice_id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a warning back: it counts nothing. */
        post: operations["coordination_revoke_notice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/notices/{notice_id}/uphold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upholds a warning: the appeal fails, and it is to be answered. */
        post: operations["coordination_uphold_notice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the plans for emergencies that are in force. */
        get: operations["coordination_plans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists projects, the newest first: all of them to coordinators and supervisors, to others those
         *     that their department takes part in.
         */
        get: operations["coordination_list_projects"];
        put?: never;
        /** Sets a task force up: one project, one leader, one plan. */
        post: operations["coordination_set_up_project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/projects/{project_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a project with its departments, its plan and all that stood or stands in its way. */
        get: operations["coordination_one_project"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/projects/{project_id}/blockers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says what stands in the way of a project, for a department that takes part: it is on every
         *     fortnightly list until it is cleared.
         */
        post: operations["coordination_raise_blocker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/projects/{project_id}/blockers/{nth}/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that a blocker is cleared, for the department that raised it or whoever leads. */
        post: operations["coordination_clear_blocker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/projects/{project_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Closes a project and dissolves its task force; tasks that are still open for it end with it. */
        post: operations["coordination_close_project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/projects/{project_id}/hand-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hands a project over to another leader. */
        post: operations["coordination_hand_over_project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/projects/{project_id}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a department take part in a project, for whoever leads it or convenes. */
        post: operations["coordination_join_project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/projects/{project_id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets a department leave a project; one that leads, or is responsible for what is not reached,
         *     does not.
         */
        post: operations["coordination_leave_project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/projects/{project_id}/milestones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds a milestone to the plan of a project. */
        post: operations["coordination_plan_milestone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/projects/{project_id}/milestones/{nth}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Moves a milestone to another day; the day before stays visible. */
        post: operations["coordination_move_milestone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/projects/{project_id}/milestones/{nth}/reach": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that a milestone is reached, for the department that is responsible or whoever leads. */
        post: operations["coordination_reach_milestone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/public/deliberations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the matters that are put to the public, the newest first. */
        get: operations["coordination_list_public_deliberations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/public/deliberations/{deliberation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows a matter that is put to the public: what is asked, what was said in short, what was decided
         *     and why, what has become of it; and what departments said, after the decision.
         */
        get: operations["coordination_one_public_deliberation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/public/deliberations/{deliberation_id}/opinions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says what one thinks of a matter that is put to the public. */
        post: operations["coordination_give_public_opinion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/public/opinion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an opinion by the number on its receipt, and how its matter stands. */
        get: operations["coordination_by_receipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/scores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sums what the warnings issued in a span of time count against each department. */
        get: operations["coordination_scores"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists tasks, those of emergencies before all others, and the most urgent first: all of them to coordinators and supervisors, to others those
         *     that their department asks or is asked.
         */
        get: operations["coordination_tasks_list"];
        put?: never;
        /** Asks another department to help with a case. */
        post: operations["coordination_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a task: who acts next, its clock, and how its due date came about. */
        get: operations["coordination_tasks_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}/accept-reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accepts the answer. */
        post: operations["coordination_accept_reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a task on for the asked department. */
        post: operations["coordination_acknowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers the question of the asked department. */
        post: operations["coordination_answer_question"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says who of the asked department works a task: oneself, or somebody else. */
        post: operations["coordination_assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Closes a task. */
        post: operations["coordination_close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}/decline-extension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives no more time. */
        post: operations["coordination_decline_extension"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}/dispute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Disputes that the asked department has to answer a task: a panel rules. The clock runs on. */
        post: operations["coordination_dispute_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a task more time, asked for or not. */
        post: operations["coordination_extend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows who had a task when, and what was said: every step names the event that it is. */
        get: operations["coordination_task_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}/partial-reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers a part; the rest is still due. */
        post: operations["coordination_reply_partly"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}/question": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks the asking department something; the clock runs on. */
        post: operations["coordination_ask_back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}/reassign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Names who has to answer a task. */
        post: operations["coordination_reassign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers a task. */
        post: operations["coordination_reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}/request-extension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks the coordinator for more time. */
        post: operations["coordination_request_extension"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Returns a task to the coordinator; its clock runs on. */
        post: operations["coordination_give_back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}/send-back-reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends the answer back: it does not answer what was asked. The time in which it lay does not count. */
        post: operations["coordination_send_back_reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}/share": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets another case wait for this task; its own task gives way. */
        post: operations["coordination_share"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}/urge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks after a task, for who waits for its answer: once per working day. */
        post: operations["coordination_urge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/{task_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraws a task that is no longer needed. */
        post: operations["coordination_withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/tasks/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Assigns, urges or reassigns many tasks. Each is a wish of its own: what is refused for one is done
         *     for the others, and a repetition gets the first answers.
         */
        post: operations["coordination_bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists one's own saved views, and those that one's department shares, by name. */
        get: operations["coordination_views"];
        put?: never;
        /** Keeps a list of tasks under a name. */
        post: operations["coordination_save_view"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/views/{view_id}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forgets a list of one's own. */
        post: operations["coordination_remove_view"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/warnings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists warnings, the newest first. */
        get: operations["coordination_warnings_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coordination/warnings/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Streams warnings as they are issued, but for those of drills: events named `warning`, the newest fifty to begin with.
         * @description The event's id is a position; a client that comes back sends it as `Last-Event-ID` and misses
         *     none. The stream ends with the session: who comes back then is asked to sign in.
         */
        get: operations["coordination_stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Streams what changed.
         * @description `changed` names one thing; `reset` says that some were missed: ask for everything again. The
         *     event's id is a position; a client that comes back sends it as `Last-Event-ID`.
         */
        get: operations["events_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/intake/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cases, the latest received first. */
        get: operations["intake_list"];
        put?: never;
        /** Hands an application in. */
        post: operations["intake_submit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/intake/cases/{case_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["intake_cases_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/intake/cases/{case_id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["intake_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/intake/cases/{case_id}/amend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["intake_amend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/intake/cases/{case_id}/correct": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["intake_correct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/intake/cases/{case_id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["intake_decline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/intake/cases/{case_id}/link-duplicate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["intake_link_duplicate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/intake/cases/{case_id}/materials/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a file of a case: takes the permission to see personal data, and is recorded. */
        get: operations["intake_materials_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/intake/cases/{case_id}/related": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Cases that have to do with a case: what goes on in its place, what ended in its favour, and others
         *     of the same applicant.
         */
        get: operations["intake_related"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/intake/cases/{case_id}/supplement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["intake_supplement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/intake/cases/{case_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["intake_withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/intake/materials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stores a file of at most 20 MiB. Storing the same content again is the same wish and needs no
         *     key.
         */
        post: operations["intake_store"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/intake/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["intake_progress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/intake/progress/rating": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rates the service, once the case is over: one time for each time it was. */
        post: operations["intake_rate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/metrics/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells which cases, tasks or complaints a figure counts, the latest first. Those of all pages are
         *     as many as the figure says.
         */
        get: operations["metrics_metrics_cases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/metrics/coordination-cost": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells how much of the working time of cases lies between departments, as of this moment. */
        get: operations["metrics_coordination_cost"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/metrics/departments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["metrics_departments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/metrics/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["metrics_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/metrics/imports/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["metrics_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/metrics/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["metrics_items"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/metrics/process": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells what follows what in the cases of an item, how often, and after how much working time of
         *     the city's office. Steps that run side by side follow each other as they were decided.
         */
        get: operations["metrics_process"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/metrics/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the reports that were issued, the newest first; those that were corrected are among them. */
        get: operations["metrics_list_reports"];
        put?: never;
        /**
         * Issues a report with the figures as they are now; it never changes afterwards. A correction is
         *     another report, which names the one that it corrects.
         */
        post: operations["metrics_issue_report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/metrics/reports/{report_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a report as it was issued. */
        get: operations["metrics_show_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/metrics/reports/{report_id}/now": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells what the figures of a report are now: what was recorded since, and late facts, may have
         *     moved them.
         */
        get: operations["metrics_report_now"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/metrics/reports/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells what a report would say if it were issued now. */
        get: operations["metrics_preview_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/metrics/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["metrics_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/metrics/trend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells the figures month by month, or week by week. */
        get: operations["metrics_trend"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/clock/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that the clock, which has jumped forwards, is right; for operators. */
        post: operations["edge_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/readers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readers in each partition, as the process that answers sees them, and the events at which readers
         *     of any have stopped; for operators.
         */
        get: operations["edge_readers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/readers/{reader}/stops/{event}/park": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decides that a reader goes on without an event that it cannot read; for operators. */
        post: operations["edge_park"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/readers/{reader}/stops/{event}/unpark": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes that back, as long as the reader has not passed the event; for operators. */
        post: operations["edge_unpark"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/reference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Catalogues and calendars as they were published, the newest first; for operators and those who
         *     publish.
         */
        get: operations["edge_reference_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/reference/calendars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publishes a calendar notice. */
        post: operations["edge_publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/reference/calendars/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says what a notice would change, and changes nothing; for operators and those who publish. */
        post: operations["edge_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/reference/catalogs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publishes a catalogue as it was previewed. */
        post: operations["edge_publish_catalog"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/reference/catalogs/{version}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A catalogue that was published, as files, to begin the next one with; for operators and those who
         *     publish.
         */
        get: operations["edge_catalog_files"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/reference/catalogs/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says what is wrong with a catalogue, or else what it would change, and changes nothing; for
         *     operators and those who publish.
         */
        post: operations["edge_preview_catalog"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the process does that answers: services, readers, requests, log, clock; for operators. */
        get: operations["edge_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The verification that runs, or the last one; for operators. */
        get: operations["edge_last_verification"];
        put?: never;
        /**
         * Begins to check every record, chain and material; for operators. One runs at a time, and what it
         *     found is kept until the process ends.
         */
        post: operations["edge_verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/work-items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Commands of policies and sweepers that were refused, oldest first; for operators. */
        get: operations["edge_work_items_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/work-items/{item}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that somebody has looked at a command that was refused to a policy or sweeper; for operators. */
        post: operations["edge_resolve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Changes the own password. All sessions of the account end, and the one that is answered begins in
         *     place of the present one. A wrong present password counts like a failed sign-in.
         */
        post: operations["edge_change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins the session of who came back from the provider within the last minute. */
        post: operations["edge_take_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says by which ways one signs in, besides account name and password. */
        get: operations["edge_ways"];
        put?: never;
        /** Begins a session. */
        post: operations["edge_sign_in_now"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sends a browser to the provider of OpenID Connect. */
        get: operations["edge_depart"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Takes a browser back from the provider, and sends it where it wanted to be. */
        get: operations["edge_arrive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends all sessions of the account. */
        post: operations["edge_sign_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Somebody who is away, or going to be. */
        AbsenceRow: {
            /** @description The account. */
            account: string;
            /**
             * Format: uuid
             * @description The event that says so.
             */
            caused_by: string;
            /** @description Their department. */
            department: string;
            /** @description The account of who stands in; without one their work is the department's. */
            deputy?: string | null;
            /** @description From when. */
            from: string;
            /** @description They are away now. */
            is_now: boolean;
            /** @description The first instant at which they are back. */
            until: string;
        };
        /** @description Whether somebody is away. */
        AbsenceStatus: {
            /** @description The account. */
            account: string;
            /** @description Until when it is away, or going to be; none for one that is there. */
            until?: string | null;
        };
        /** @description What an account is now; sessions begun before have ended. */
        AccountNow: {
            /** @description Its name. */
            login: string;
            /** @description Its new password, told this once. */
            password?: string | null;
            /** @description `active`, or `disabled`. */
            state: string;
        };
        /** @description An account, as who manages it sees it. */
        AccountView: {
            /** @description Whether it is signed in to at the provider of OpenID Connect. */
            at_provider: boolean;
            /** @description When it was created. */
            created_at: string;
            /** @description The code of its department. */
            department?: string | null;
            /** @description Whether it is one's own, which another one changes. */
            is_own: boolean;
            /**
             * @description Whether it has a role that is given on the machine alone: here it can be disabled, and nothing
             *     else.
             */
            is_privileged: boolean;
            /** @description Its name. */
            login: string;
            /** @description What it may do. */
            roles: string[];
            /** @description `active`, or `disabled`. */
            state: string;
            /** @description Whether it is signed in to with a password. */
            takes_password: boolean;
        };
        /** @description What is wished of each. */
        Action: {
            /** @description Say who works it. */
            assign: components["schemas"]["CoordinationAssign"];
        } | {
            /** @description Ask after it. */
            urge: components["schemas"]["Urge"];
        } | {
            /** @description Name who has to answer it. */
            reassign: components["schemas"]["Reassign"];
        };
        /** @description Who has to act next. */
        ActsNext: {
            /** @description This department. */
            department: string;
        } | "coordinator" | "panel";
        /** @description An account to be created. */
        AddAccount: {
            /** @description The code of its department; window clerks and handlers need one. */
            department?: string | null;
            /**
             * @description Its name: a staff number such as `w3-clerk`, no name of a person. It stays on all that its
             *     owner does.
             */
            login: string;
            /** @description What it may do. */
            roles: string[];
        };
        /** @description What is other than recorded. */
        Amend: {
            applicant?: components["schemas"]["PartyBody"] | null;
            /** @description What it rests on: the paper, a decision. */
            basis: string;
            /** @description Answers that are other than before. */
            form?: Record<string, unknown>;
            /** @description Why. */
            reason: string;
        };
        /** @description Why a conclusion is void. */
        Annul: {
            /** @description The rule or order it rests on. */
            basis: string;
            /** @description Why. */
            reason: string;
        };
        /** @description An answer. */
        AnswerBody: {
            /** @description What the complainant is told. */
            answer: string;
        };
        /** @description A complaint that is answered together with another. */
        AnsweredWith: {
            /** @description When it was answered. */
            answered_at?: string | null;
            /** @description The way it came. */
            channel: string;
            /**
             * Format: uuid
             * @description The complaint.
             */
            complaint_id: string;
            /** @description The first instant that is too late. */
            due_at: string;
            /** @description When it was received. */
            received_at: string;
            /** @description Where it stands, had it not been merged. */
            state: string;
        };
        /** @description What the asking department says to a question. */
        AnswerQuestion: {
            /** @description What it says. */
            answer: string;
        };
        /** @description Tasks that were answered in some time; one whose answer was sent back is not among them. */
        Answers: {
            /**
             * Format: int64
             * @description How many.
             */
            answered: number;
            /**
             * Format: double
             * @description Share of those in time, 0 to 1; none where nothing was answered.
             */
            in_time_rate?: number | null;
            /**
             * Format: int64
             * @description Of those, late.
             */
            replied_late: number;
        };
        /** @description A case in a list. */
        ApprovalCaseRow: {
            /** @description When it was accepted. */
            accepted_at: string;
            /**
             * Format: uuid
             * @description The case.
             */
            case_id: string;
            /**
             * Format: uuid
             * @description The event that caused the row to be as it is.
             */
            caused_by: string;
            /** @description When it was decided. */
            concluded_at?: string | null;
            /** @description The department that decides. */
            department: string;
            /** @description The item. */
            item_code: string;
            /** @description Its number. */
            number: string;
            /** @description `granted` or `refused`. */
            outcome?: string | null;
            /** @description The same by promise. */
            promised_due_at?: string | null;
            /** @description Where it stands. */
            state: string;
            /** @description The first instant that is too late, by law. */
            statutory_due_at?: string | null;
        };
        /** @description A case as approval sees it. */
        ApprovalCaseView: {
            /** @description The case. */
            case_id: string;
            /** @description Its clocks; none once it is over. */
            clocks: components["schemas"]["ApprovalClockView"][];
            /** @description `unknown`, `open`, `suspended`, `concluded`, `archived`, `annulled`, `withdrawn`. */
            state: string;
            /** @description Its steps, in the order of the item. */
            steps: components["schemas"]["StepView"][];
        };
        /** @description A clock, with the way its due date came about. */
        ApprovalClockView: {
            /** @description The derivation as data. */
            derivation: Record<string, unknown>;
            /** @description The first instant that is too late; none while the clock stands still. */
            due_at?: string | null;
            /** @description `statutory`, `promised`, `step/…`. */
            name: string;
            /** @description It rests on dates for which a notice is still to come. */
            provisional: boolean;
            /** @description The derivation in words. */
            words: Record<string, unknown>;
        };
        /**
         * @description More time, granted before the limit of law ends. The promise moves by as much where it is
         *     counted in the same unit and not broken yet; otherwise it stays.
         */
        ApprovalExtend: {
            /**
             * Format: int32
             * @description By how much, in the unit of the limit of law.
             */
            amount: number;
            /** @description Whose approval. */
            approved_by: string;
            /** @description Why. */
            reason: string;
        };
        /** @description Why work begins again, and where. */
        ApprovalReopen: {
            /** @description The rule or order it rests on. */
            basis: string;
            /** @description The step that begins again. */
            from: string;
            /** @description Why. */
            reason: string;
        };
        /** @description Where a case goes back to. */
        ApprovalReturn: {
            /** @description Why. */
            reason: string;
            /** @description The step that begins again. */
            to: string;
        };
        /** @description A page of a list. */
        ApprovalRows_CaseRow: {
            /** @description The rows. */
            items: {
                /** @description When it was accepted. */
                accepted_at: string;
                /**
                 * Format: uuid
                 * @description The case.
                 */
                case_id: string;
                /**
                 * Format: uuid
                 * @description The event that caused the row to be as it is.
                 */
                caused_by: string;
                /** @description When it was decided. */
                concluded_at?: string | null;
                /** @description The department that decides. */
                department: string;
                /** @description The item. */
                item_code: string;
                /** @description Its number. */
                number: string;
                /** @description `granted` or `refused`. */
                outcome?: string | null;
                /** @description The same by promise. */
                promised_due_at?: string | null;
                /** @description Where it stands. */
                state: string;
                /** @description The first instant that is too late, by law. */
                statutory_due_at?: string | null;
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A yes to a step. */
        Approve: {
            /** @description Why, where there is more to say than yes. */
            opinion?: string | null;
        };
        /** @description A task asked by hand. */
        Ask: {
            /** @description What is asked. */
            ask: Record<string, unknown>;
            /**
             * Format: uuid
             * @description The case that needs it: one that is worked on.
             */
            case_id: string;
            /** @description Who asks; one's own department where it is left out. */
            from_department?: string | null;
            /** @description The rule by which it may be asked. */
            legal_basis: string;
            /** @description How long the answer may take, such as `{"workdays": 5}`. */
            limit: Record<string, unknown>;
            /** @description Papers that go with it, by name; at most twenty. */
            materials?: string[];
            /**
             * Format: uuid
             * @description The task of one's own department that this one helps with: it ends when that one does.
             */
            parent_id?: string | null;
            /** @description Who is asked. */
            to_department: string;
        };
        /** @description A question of the asked department. */
        AskBack: {
            /** @description What it has to know first. */
            question: string;
        };
        /** @description What departments do together, that asks for a task. */
        AskedBy: {
            /**
             * Format: uuid
             * @description Which.
             */
            id: string;
            /** @description What it is, in a line. */
            title: string;
        };
        /** @description What the figures rest on. */
        AsOf: {
            /** @description The instant at which "open" and "overdue" were asked. */
            at: string;
            /** @description The figures show at least the log up to here. */
            position: string;
        };
        /** @description That somebody is away now. */
        Away: {
            /**
             * Format: uuid
             * @description The event that says so.
             */
            caused_by: string;
            /** @description The account of who stands in; without one the work is the department's. */
            deputy?: string | null;
            /** @description The first instant at which they are back. */
            until: string;
        };
        /** @description A page of what a figure counts. */
        BehindRows: components["schemas"]["Rows_Behind"] & {
            as_of: components["schemas"]["AsOf"];
            /**
             * @description Only what happened in the months or weeks that were asked for is counted; what stands now is,
             *     whatever they are.
             */
            is_of_months: boolean;
        };
        /** @description What stands in the way. */
        BlockerView: {
            /** @description Who said so. */
            by_department: string;
            /** @description When it was cleared. */
            cleared_at?: string | null;
            /** @description How it was cleared. */
            how?: string | null;
            /** @description Whether it still stands in the way. */
            is_open: boolean;
            /** @description Whom it takes to clear it. */
            needs_department: string;
            /**
             * Format: int32
             * @description Which of the project.
             */
            nth: number;
            /** @description When it was raised. */
            raised_at: string;
            /** @description What. */
            what: string;
        };
        /** @description What holds a case up. */
        Blocking: {
            /**
             * Format: uuid
             * @description The case.
             */
            case_id: string;
            /**
             * Format: uuid
             * @description The event that caused the case to be as it is.
             */
            caused_by: string;
            /** @description It is worked on. */
            is_open: boolean;
            /** @description Tasks that it waits for, the most urgent first. */
            items: components["schemas"]["BlockingTask"][];
            /** @description Its number. */
            number: string;
        };
        /** @description A task for which a case waits. */
        BlockingTask: components["schemas"]["CoordinationStanding"] & {
            acts_next?: components["schemas"]["ActsNext"] | null;
            /** @description What is asked. */
            ask: Record<string, unknown>;
            /**
             * Format: uuid
             * @description The event that caused the row to be as it is.
             */
            caused_by: string;
            /** @description The first instant that is too late. */
            due_at: string;
            /** @description Who asks. */
            from_department: string;
            /** @description It is too late now. */
            is_overdue: boolean;
            /** @description It was asked for another case, and this one shares it. */
            of_other_case: boolean;
            /** @description Since when it waits for them. */
            since: string;
            /** @description Where it stands. */
            state: string;
            /**
             * Format: uuid
             * @description The task.
             */
            task_id: string;
            /** @description Who is asked. */
            to_department: string;
        };
        /** @description Tasks by where they stand. */
        Board: {
            /** @description From the first stage to the last. */
            columns: components["schemas"]["Column"][];
        };
        BTreeMap: {
            [key: string]: {
                /** @description What it is. */
                content_type: string;
                /** @description Its hash, as storing it answered. */
                sha256: string;
            }[];
        };
        /** @description How many cases took longer than the bound before, and no longer than this one. */
        Bucket: {
            /**
             * Format: int64
             * @description How many.
             */
            cases: number;
            /**
             * Format: int32
             * @description In working days; none for all that took longer than the last bound.
             */
            workdays_max?: number | null;
        };
        /** @description The same for many tasks. */
        Bulk: {
            /** @description What. */
            action: components["schemas"]["Action"];
            /** @description Which: 1 to 100. */
            task_ids: string[];
        };
        /** @description What became of it for one task. */
        BulkItem: {
            done?: components["schemas"]["TaskStatus"] | null;
            problem?: components["schemas"]["BulkProblem"] | null;
            /**
             * Format: uuid
             * @description The task.
             */
            task_id: string;
        };
        /** @description Why a wish was not carried out for one task. */
        BulkProblem: {
            /** @description What happened, and what to do. */
            detail?: Record<string, unknown> | null;
            /**
             * Format: int32
             * @description Its status.
             */
            status: number;
            /** @description What it is. */
            title: Record<string, unknown>;
            /** @description As in a problem of its own. */
            type: string;
        };
        /** @description What became of the wish, task by task. */
        BulkResult: {
            /** @description In the order in which they were named. */
            items: components["schemas"]["BulkItem"][];
            /** @description Tasks of which it was carried out. */
            n_done: number;
            /** @description Tasks of which it was not. */
            n_refused: number;
        };
        /** @description A calendar. */
        CalendarRow: {
            /** @description Days that it sees otherwise than the one before. */
            days: components["schemas"]["DayRow"][];
            /**
             * Format: int32
             * @description The year of the notice that began it.
             */
            notice_year?: number | null;
            /** @description Papers that the notice cites. */
            papers: string[];
            published?: components["schemas"]["Publishing"] | null;
            /** @description Where it stands. */
            standing: components["schemas"]["EdgeStanding"];
            /**
             * Format: int32
             * @description Names the notices that it holds, as events do.
             */
            version: number;
            /** @description Years of which it knows the holidays. */
            years: number[];
        };
        /** @description Why a meeting is not held. */
        Cancelling: {
            /** @description Why. */
            reason: string;
        };
        /** @description A department that a matter may concern. */
        Candidate: {
            /** @description The department. */
            department: string;
            /** @description What speaks for it, the strongest first. */
            grounds: components["schemas"]["Ground"][];
            /**
             * Format: int32
             * @description What it scored, in percent of what the first scored.
             */
            percent: number;
        };
        /** @description What a catalogue says otherwise than the one before. */
        CatalogChanges: {
            /** @description What else of the city is said otherwise, as files name it. */
            city_fields: string[];
            /** @description Limits that the city sets for all, and that are others. */
            city_limits: components["schemas"]["LimitMove"][];
            /** @description Departments that it adds. */
            departments_added: components["schemas"]["Named"];
            /** @description Departments of which it says otherwise: names, days, successors, posts. */
            departments_changed: components["schemas"]["Named"];
            /** @description Departments that end, by what it says and the one before did not. */
            departments_ended: components["schemas"]["DepartmentEnd"][];
            /** @description Departments that it says nothing more of. */
            departments_gone: components["schemas"]["Named"];
            /** @description Duties that it adds; the code is `department/duty`. */
            duties_added: components["schemas"]["Named"];
            /** @description Duties of which it says otherwise. */
            duties_changed: components["schemas"]["Named"];
            /** @description Duties that are no more in it. */
            duties_gone: components["schemas"]["Named"];
            /** @description Item versions that it adds. */
            items_added: components["schemas"]["Named"];
            /** @description Item versions that are no more in it. */
            items_gone: components["schemas"]["Named"];
            /** @description Of versions that it adds to known items, what they say otherwise than the version before. */
            items_moved: components["schemas"]["Moves"];
            /** @description Plan versions that it adds. */
            plans_added: components["schemas"]["Named"];
            /** @description Plan versions that are no more in it. */
            plans_gone: components["schemas"]["Named"];
            /** @description Of versions that it adds to known plans, what they say otherwise than the version before. */
            plans_moved: components["schemas"]["Moves"];
        };
        /** @description A file of a catalogue. */
        CatalogFile: {
            /** @description Its name relative to the folder, with `/`: `items/food-licence.yaml`. */
            name: string;
            /** @description Its text. */
            text: string;
        };
        /** @description The files of a catalogue that was published. */
        CatalogFiles: {
            /**
             * @description Files that say the same, in the form in which they are previewed. Comments and the order of
             *     files are not kept.
             */
            files: components["schemas"]["CatalogFile"][];
            /**
             * Format: int32
             * @description Its number.
             */
            version: number;
        };
        /**
         * @description What a catalogue would change. Cases keep the item version with which they were received, tasks the
         *     limits with which they were asked, emergencies the version of their plan: what is open stays as it
         *     is, save that work of departments which end goes to whoever takes over.
         */
        CatalogPreview: {
            changes?: components["schemas"]["CatalogChanges"] | null;
            /**
             * Format: int32
             * @description The newest catalogue, whose place it would take; none where it would be the first.
             */
            compared_with?: number | null;
            /** @description Names what is shown here; sent back, this and nothing else is published. */
            digest: string;
            /** @description Departments, each once. */
            n_departments: number;
            /** @description Items, each once, however many versions of it there are. */
            n_items: number;
            /** @description What is open of items and departments of which something is said otherwise. */
            open: components["schemas"]["OpenRows"];
            /** @description Why it would not be published as it is; none where it would. */
            refused?: Record<string, unknown> | null;
        };
        /** @description A catalogue that was published. */
        CatalogPublished: {
            /** @description From when it is in force. */
            valid_from: string;
            /**
             * Format: int32
             * @description Its number.
             */
            version: number;
        };
        /** @description A catalogue. */
        CatalogRow: {
            changes?: components["schemas"]["CatalogChanges"] | null;
            /** @description SHA-256 over its content. */
            content_hash: string;
            /** @description Departments, each once. */
            n_departments: number;
            /** @description Items, each once, however many versions of it there are. */
            n_items: number;
            /** @description When and by whom. */
            published: components["schemas"]["Publishing"];
            /** @description Where it stands. */
            standing: components["schemas"]["EdgeStanding"];
            /**
             * Format: int32
             * @description Its number.
             */
            version: number;
        };
        /** @description One change as a listener hears of it. */
        Changed: {
            /**
             * Format: uuid
             * @description The case that it belongs to, where there is one.
             */
            correlation: string;
            /** @description The type of the event. */
            event: string;
            /**
             * Format: uuid
             * @description The aggregate.
             */
            id: string;
            /** @description The read model that shows it now. */
            projection: string;
            /** @description The kind of aggregate, such as `coordination`. */
            stream: string;
        };
        /** @description The own password, and the one that takes its place. */
        ChangePassword: {
            /**
             * @description The one that holds from now on: 10 to 128 characters, not all the same, and not the present
             *     one.
             */
            new_password: string;
            /** @description The present password. */
            old_password: string;
        };
        /** @description How severe an emergency is. */
        ChangeSeverity: {
            /** @description Why. */
            reason: string;
            /** @description `especially_serious`, `serious`, `relatively_serious`, `ordinary`. */
            severity: string;
        };
        /** @description What was found in the files of a catalogue. */
        CheckedCatalog: {
            /** @description What is wrong with it, by file and line; of more than 200 only how many there are. */
            faults: components["schemas"]["FaultRow"][];
            preview?: components["schemas"]["CatalogPreview"] | null;
            /** @description Files that are no part of a catalogue: they were not read. */
            unread: string[];
        };
        /** @description How it was cleared. */
        Clearing: {
            /** @description How. */
            how: string;
        };
        /** @description Whether the clock has jumped forwards, and that waits to be confirmed. */
        ClockJump: {
            /**
             * Format: int64
             * @description By how many seconds; none where it has not.
             */
            ahead_secs?: number | null;
            /** @description Whether that is confirmed now. */
            is_confirmed: boolean;
        };
        ClockStatus: {
            /**
             * Format: int64
             * @description By how many seconds it has jumped forwards, while that is not believed.
             */
            ahead_secs?: number | null;
            /** @description What it shows. */
            now: string;
            /**
             * Format: double
             * @description How many seconds of it pass in one: 1, but in a demonstration.
             */
            speed: number;
        };
        /** @description Why a task is over. */
        Close: {
            /** @description Why. */
            reason: string;
        };
        /** @description The tasks of one stage. */
        Column: {
            /** @description The most urgent of them. */
            cards: components["schemas"]["TaskRow"][];
            /** @description There are more than were counted. */
            has_more: boolean;
            /**
             * Format: int64
             * @description Of those counted, worked by somebody who is away now with nobody to stand in (经办人外出).
             */
            n_handler_away: number;
            /**
             * Format: int64
             * @description Of those counted, past their due date now; an answer is never late.
             */
            n_overdue: number;
            /**
             * Format: int64
             * @description How many; no more than 1,000 are counted.
             */
            n_tasks: number;
            /** @description Which. */
            stage: components["schemas"]["Stage"];
        };
        /** @description Who has to answer. */
        ComplaintAssign: {
            /** @description The department. */
            department: string;
        };
        /** @description The complainant's word. */
        ComplaintConfirm: {
            /**
             * Format: int32
             * @description 1 very satisfied … 5 very dissatisfied (GB/T 39046 A.8).
             */
            satisfaction: number;
            /** @description Whether the matter is solved. */
            solved: boolean;
        };
        /** @description Complaints. */
        ComplaintFigures: components["schemas"]["ComplaintFlow"] & {
            /**
             * Format: int64
             * @description Not answered yet, whatever the months.
             */
            open: number;
            /**
             * Format: int64
             * @description Of those, past their due date now.
             */
            overdue: number;
        };
        /** @description What happened to complaints in some time. */
        ComplaintFlow: {
            /**
             * Format: int64
             * @description Answered; those that the complainant confirmed included.
             */
            closed: number;
            /**
             * Format: int64
             * @description Of those, answered after the due date.
             */
            closed_late: number;
            /**
             * Format: int64
             * @description Confirmed by the complainant.
             */
            confirmed: number;
            /**
             * Format: double
             * @description Mean satisfaction of those confirmed, 1 (very satisfied) to 5.
             */
            mean_satisfaction?: number | null;
            /**
             * Format: int64
             * @description Received.
             */
            received: number;
            /**
             * Format: int64
             * @description Of those confirmed, satisfied: very, simply or fairly, 1 to 3 as in GB/T 39046.
             */
            satisfied: number;
            /**
             * Format: double
             * @description The share of those, 0 to 1; none where nobody was asked.
             */
            satisfied_rate?: number | null;
            /**
             * Format: int64
             * @description Of those, as solved.
             */
            solved: number;
        };
        /** @description The history of a complaint: what happened, from the first event to the last. */
        ComplaintHistory: {
            /** @description In the order in which it happened. */
            steps: components["schemas"]["ComplaintStep"][];
        };
        /** @description Who applies or complains; masked where it is not shown in the clear, absent where it was erased. */
        ComplaintPartyView: {
            identity?: string | null;
            kind: string;
            name?: string | null;
            phone?: string | null;
        };
        /** @description Why an answer will not do. */
        ComplaintReopen: {
            /** @description Why. */
            reason: string;
        };
        /** @description A complaint in a list. */
        ComplaintRow: {
            /** @description When it was answered. */
            answered_at?: string | null;
            /**
             * Format: uuid
             * @description The case it is about.
             */
            case_id?: string | null;
            /**
             * Format: uuid
             * @description The event that caused the row to be as it is.
             */
            caused_by: string;
            /** @description The way it came. */
            channel: string;
            /**
             * Format: uuid
             * @description The complaint.
             */
            complaint_id: string;
            /** @description Who has to answer. */
            department?: string | null;
            /** @description The first instant that is too late. */
            due_at: string;
            /**
             * Format: uuid
             * @description The complaint it was merged into, where that one is seen as well.
             */
            merged_into?: string | null;
            /**
             * Format: int64
             * @description How often it had to be answered again.
             */
            n_reopened: number;
            /** @description When it was received. */
            received_at: string;
            /**
             * Format: int64
             * @description 1 very satisfied … 5 very dissatisfied.
             */
            satisfaction?: number | null;
            /** @description Whether the matter is solved. */
            solved?: boolean | null;
            /** @description Where it stands. */
            state: string;
            /** @description What it is about: masked in lists, and absent where it was erased. */
            title?: string | null;
        };
        /** @description Where a complaint stands. */
        ComplaintStanding: {
            /** @description The complaint. */
            complaint_id: string;
            /** @description Who has to answer. */
            department?: string | null;
            /** @description `lodged`, `assigned`, `answered`, `confirmed`, `merged`. */
            state: string;
        };
        /** @description One thing that happened to a complaint. */
        ComplaintStep: {
            /** @description When. */
            at: string;
            /** @description The account that did it; none where the complainant did. */
            by?: string | null;
            /** @description For which department they did it. */
            by_department?: string | null;
            /**
             * Format: uuid
             * @description The event.
             */
            caused_by: string;
            /** @description Until when it is to be answered from then on, where that changed. */
            due_at?: string | null;
            /** @description What: the event's name without service and version, such as `complaint_answered`. */
            happened: string;
            /**
             * @description Whether why is sealed, as what a complainant says: of the last reopening it is shown with what
             *     was said, to whoever may see that.
             */
            has_sealed_note: boolean;
            /** @description Whether an answer came in time. */
            in_time?: boolean | null;
            /** @description What was ordered, reported or answered, or why. */
            note?: string | null;
            /**
             * Format: uuid
             * @description The complaint that it was merged into, or separated from, where that one is seen as well.
             */
            other?: string | null;
            /**
             * Format: int32
             * @description 1 very satisfied … 5 very dissatisfied.
             */
            satisfaction?: number | null;
            /** @description Whether the matter is solved. */
            solved?: boolean | null;
            /** @description Who has to answer from then on, where that changed. */
            to_department?: string | null;
        };
        /** @description One complaint. */
        ComplaintView: components["schemas"]["ComplaintRow"] & {
            /** @description What the complainant was told; of a merged one what is told with the other. */
            answer?: string | null;
            answered_with?: components["schemas"]["AnsweredWith"] | null;
            /** @description Who complains. */
            complainant: components["schemas"]["ComplaintPartyView"];
            /**
             * @description Whether it can be answered by itself again: it is merged, and none of those that it is answered
             *     with, one merged into the other, was ever answered.
             */
            is_separable: boolean;
            /** @description Complaints that are answered with this one, as far as they are seen, at most 50. */
            merged: components["schemas"]["AnsweredWith"][];
            /** @description What is to be put right. */
            rectification?: string | null;
            /** @description Why it had to be answered again, the last time: shown as what was said is. */
            reopened_for?: string | null;
            /** @description What was put right. */
            report?: string | null;
            /** @description What was said, where it is shown in the clear and was not erased. */
            said?: string | null;
        };
        /** @description How far to trust the department proposed to lead. */
        Confidence: {
            /**
             * Format: int32
             * @description How much of what the words of the matter say is in the best ground of the first.
             */
            covered_percent: number;
            /** @description In a word. */
            level: components["schemas"]["Level"];
            /**
             * Format: int32
             * @description What the first scored, in percent of the first and the second together: 50 is a tie.
             */
            share_percent: number;
        };
        /** @description What a coordinator said. */
        Confirmed: {
            /** @description Whether that is what was proposed. */
            as_proposed: boolean;
            /** @description Who assists. */
            assisting: string[];
            /** @description When. */
            confirmed_at: string;
            /** @description Who leads. */
            lead: string;
            /** @description Why, where it is not, or was confirmed otherwise before. */
            reason?: string | null;
        };
        /** @description Who works a task. */
        CoordinationAssign: {
            /** @description The account; oneself where it is left out. */
            handler?: string | null;
            /** @description Why: needed where somebody else works it. */
            reason?: string | null;
        };
        /** @description The clock of a task, with the way its due date came about. */
        CoordinationClockView: {
            /** @description When it is put on record for accountability. */
            accountability_at?: string | null;
            /** @description The derivation as data. */
            derivation: Record<string, unknown>;
            /** @description The first instant that is too late. */
            due_at: string;
            /** @description When the head of the asked department is told; none where the ladder leaves that out. */
            lead_at?: string | null;
            /** @description The limit. */
            limit: Record<string, unknown>;
            /** @description When supervision takes it up. */
            supervisor_at?: string | null;
            /**
             * Format: double
             * @description The share of the limit that is used: 1 when it is used up, more when it is exceeded.
             */
            used: number;
            /** @description The derivation in words. */
            words: Record<string, unknown>;
        };
        /** @description Whom a matter concerns. */
        CoordinationConfirm: {
            /** @description Who assists; 20 at most. */
            assisting?: string[];
            /** @description Who leads. */
            lead: string;
            /** @description Why: needed where it is not what was proposed, or not what was confirmed before. */
            reason?: string | null;
        };
        /** @description More time. */
        CoordinationExtend: {
            /** @description How much, in the unit of the limit, such as `{"workdays": 2}`. */
            by: Record<string, unknown>;
            /** @description Why. */
            reason: string;
        };
        /** @description A department in a dispute. */
        CoordinationPartyView: {
            /** @description Until when it may answer. */
            answer_by_at?: string | null;
            /** @description When it answered. */
            answered_at?: string | null;
            /**
             * Format: uuid
             * @description The event that caused the row to be as it is.
             */
            caused_by: string;
            /** @description Which. */
            department: string;
            /** @description It disputes the task; the others are heard. */
            disputes: boolean;
            /** @description By which rule. */
            legal_basis?: string | null;
            /** @description What it holds. */
            position?: string | null;
        };
        /** @description A report on how things stood. */
        CoordinationReportRow: {
            /**
             * Format: uuid
             * @description The event that is the report.
             */
            caused_by: string;
            /** @description Who reported; none where no department did. */
            department?: string | null;
            /**
             * Format: int64
             * @description Which, from 1.
             */
            nth: number;
            /** @description When. */
            reported_at: string;
            /** @description How things stood. */
            text: string;
        };
        /** @description Why a task is not the department's. */
        CoordinationReturn: {
            /** @description By which rule. */
            legal_basis: string;
            /** @description Why. */
            reason: string;
        };
        /** @description Who works a task, and how much time is left. */
        CoordinationStanding: {
            countdown?: components["schemas"]["Left"] | null;
            /** @description The account that works it; none where it is the department's. */
            handler?: string | null;
            handler_away?: components["schemas"]["Away"] | null;
        };
        /** @description Everything that the applicant is asked for, at once. */
        Correct: {
            /** @description What is missing or cannot be used. */
            missing: components["schemas"]["MissingBody"][];
        };
        /** @description What is wrong in minutes. */
        Correcting: {
            /** @description What is wrong, and what is right. */
            correction: string;
        };
        /** @description What was wrong in minutes. */
        CorrectionView: {
            /** @description When. */
            corrected_at: string;
            /** @description What is wrong, and what is right. */
            correction: string;
            /**
             * Format: int32
             * @description Which.
             */
            nth: number;
        };
        /** @description How much of the working time of cases lay between departments. */
        Cost: {
            /**
             * Format: int64
             * @description Working time for which a case waited for another department, in minutes; what overlaps in
             *     one case counts once.
             */
            between_minutes: number;
            /**
             * Format: int64
             * @description Working time from acceptance to conclusion, or to now, in minutes.
             */
            case_minutes: number;
            /** @description It is no more than the goal. */
            meets_goal?: boolean | null;
            /**
             * Format: int64
             * @description Cases that it is of.
             */
            n_cases: number;
            /**
             * Format: double
             * @description The former of the latter; none where no time has passed.
             */
            share?: number | null;
        };
        /** @description A case. */
        CostCase: {
            /**
             * Format: uuid
             * @description The case.
             */
            case_id: string;
            /**
             * Format: uuid
             * @description The event that caused the case to be as it is.
             */
            caused_by: string;
            /** @description It is not decided: its time goes on. */
            is_open: boolean;
            /** @description Its number. */
            number: string;
        };
        /** @description What coordination costs. */
        CostReport: {
            as_of: components["schemas"]["AsOf"];
            /**
             * Format: double
             * @description The share that is not to be exceeded.
             */
            goal: number;
            /** @description The rows. */
            items: components["schemas"]["CostRow"][];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
            total?: components["schemas"]["Cost"] | null;
        };
        /** @description What it costs one case, the cases of one item or department, or those in which one department asked another. */
        CostRow: components["schemas"]["Cost"] & {
            case?: components["schemas"]["CostCase"] | null;
            /** @description Who decides; none by pairs. */
            department?: string | null;
            /**
             * @description Who asks, by pairs. Times of pairs overlap where a case waits for several: they do not add
             *     up to the whole.
             */
            from_department?: string | null;
            /** @description The item; none by departments and pairs. */
            item_code?: string | null;
            /** @description Who is asked, by pairs. */
            to_department?: string | null;
        };
        /** @description How far away a due date is: as time passes, and in working time. */
        Countdown: {
            /** @description The due date. */
            due_at: string;
            /**
             * Format: int64
             * @description In seconds; negative when it is too late.
             */
            wall_seconds: number;
            /** @description In words. */
            words: Record<string, unknown>;
            /**
             * Format: double
             * @description In working days.
             */
            workdays: number;
            /**
             * Format: int64
             * @description In minutes of office hours.
             */
            working_minutes: number;
        };
        /** @description Who signs in. */
        Credentials: {
            /** @description Account name. */
            login: string;
            /** @description Password. */
            password: string;
        };
        /** @description A day that two calendars see differently. */
        DayRow: {
            /** @description The day. */
            date: string;
            /** @description For which holiday, as the notice names it. */
            holiday?: string | null;
            /** @description Whether they do. */
            is_working: boolean;
            /** @description Whether offices worked on it. */
            was_working: boolean;
        };
        /** @description A decision. */
        Decision: {
            /** @description What is said to each main point of the summary, in their order. */
            answers: string[];
            /** @description What. */
            decision: string;
            /** @description Why. */
            reasons: string;
        };
        /** @description A decision: it becomes a task. */
        DecisionBody: {
            /** @description By whom: a department that was invited. */
            department: string;
            /** @description By which rule; where it is left out, because the meeting decided it. */
            legal_basis?: string | null;
            /** @description Within what, such as `{"workdays": 5}`, counted from when the minutes are published. */
            limit: Record<string, unknown>;
            /** @description What is to be done. */
            what: Record<string, unknown>;
        };
        /** @description An emergency as it is declared. */
        DeclareEmergency: {
            /** @description Whether it is a drill. */
            drill?: boolean;
            /** @description Where. */
            place: string;
            /** @description The plan: one that is in force. */
            plan: string;
            /**
             * @description How severe: `especially_serious`, `serious`, `relatively_serious`, `ordinary`; as the plan has
             *     it where it is left out.
             */
            severity?: string | null;
            /** @description What happened; 1 to 2,000 characters. */
            what: string;
        };
        /** @description Why the office does not take a case on. */
        Decline: {
            /** @description The rule it rests on. */
            legal_basis: string;
            /** @description Why. */
            reason: string;
        };
        /** @description Nothing more to say. */
        DeliberationClosing: Record<string, unknown>;
        /** @description What was decided. */
        DeliberationDecisionView: {
            /** @description What is said to each main point, in their order. */
            answers: string[];
            /** @description What. */
            decision: string;
            /** @description Why. */
            reasons: string;
        };
        /** @description A deliberation in a list: nothing of it is about persons. */
        DeliberationRow: {
            /**
             * Format: uuid
             * @description The event that caused the row to be as it is.
             */
            caused_by: string;
            /** @description The first instant at which opinions are too late. */
            closes_at: string;
            /** @description When it was decided. */
            decided_at?: string | null;
            /**
             * Format: uuid
             * @description The deliberation.
             */
            deliberation_id: string;
            /** @description Whether everybody is asked. */
            is_public: boolean;
            /** @description Its number. */
            number: string;
            /** @description When it was put to others. */
            opened_at: string;
            /** @description `open`, `closed`, `summarised`, `decided`. */
            state: string;
            /** @description What it is, in a line. */
            title: string;
        };
        /** @description What has become of a deliberation. */
        DeliberationStatus: {
            /**
             * Format: uuid
             * @description The deliberation.
             */
            deliberation_id: string;
            /** @description `open`, `closed`, `summarised`, `decided`. */
            state: string;
        };
        /** @description What was said, in short. */
        DeliberationSummary: {
            /** @description The main points, 1 to 30: the decision answers each. */
            points: string[];
            /** @description What was said. It names no persons: everybody reads it, where the public is asked. */
            summary: string;
        };
        /** @description A deliberation by itself. */
        DeliberationView: components["schemas"]["DeliberationRow"] & {
            decision?: components["schemas"]["DeliberationDecisionView"] | null;
            /** @description Which departments are asked, and what they said, as far as one may read it. */
            departments: components["schemas"]["DepartmentView"][];
            /** @description What has become of it. */
            follow_ups: components["schemas"]["FollowUpView"][];
            /** @description Who was asked and said nothing; known when no more opinions are taken. */
            silent?: string[] | null;
            summary?: components["schemas"]["SummaryView"] | null;
            /** @description The matter. */
            text: string;
        };
        /** @description How a department ends. */
        DepartmentEnd: {
            /** @description The department. */
            code: string;
            /** @description The first day on which it is no more. */
            ends_on: string;
            /** @description Its name. */
            names: Record<string, unknown>;
            /** @description Who takes over: nobody; one, as in a merger; several, as in a split. */
            successors: components["schemas"]["NamedRow"][];
        };
        /** @description What a department is called. */
        DepartmentName: {
            /** @description Its code. */
            code: string;
            /** @description Its name. */
            names: Record<string, unknown>;
        };
        /** @description What a department thinks. */
        DepartmentOpinion: {
            /** @description In words; everybody reads them after the decision, where the matter is put to the public. */
            opinion: string;
            /** @description `for`, `against`, `other`. */
            stance: string;
        };
        /** @description One department. */
        DepartmentRow: {
            /** @description Complaints that it answers. */
            complaints: components["schemas"]["ComplaintFigures"];
            /** @description Its code in the catalogue. */
            department: string;
            /** @description What happened to its cases in the months that were asked for. */
            flow: components["schemas"]["Flow"];
            /** @description What applicants think of its services. */
            ratings: components["schemas"]["RatingFigures"];
            /** @description What stands now. */
            standing: components["schemas"]["MetricsStanding"];
            /** @description How it helped others. */
            tasks: components["schemas"]["TaskFigures"];
        };
        /** @description A department that is asked. */
        DepartmentView: {
            /** @description The words before, the latest first. */
            before: components["schemas"]["OpinionView"][];
            /** @description Which. */
            department: string;
            opinion?: components["schemas"]["OpinionView"] | null;
        };
        /** @description What a department holds. */
        DisputeAnswer: {
            /** @description By which rule. */
            legal_basis: string;
            /** @description What. */
            position: string;
        };
        /** @description Who is to be heard as well. */
        DisputeParty: {
            /** @description The department. */
            department: string;
        };
        /** @description A dispute in a list. */
        DisputeRow: {
            /** @description What was asked. */
            ask: Record<string, unknown>;
            /** @description Who disputes. */
            by_department: string;
            /**
             * Format: uuid
             * @description Its case.
             */
            case_id: string;
            /**
             * Format: uuid
             * @description The event that caused the row to be as it is.
             */
            caused_by: string;
            /** @description When it last changed. */
            changed_at: string;
            /**
             * Format: uuid
             * @description The dispute.
             */
            dispute_id: string;
            /** @description When it was disputed. */
            disputed_at: string;
            /** @description When it ended. */
            ended_at?: string | null;
            /** @description Who asked. */
            from_department: string;
            /** @description It waits for its ruling and is too late now. */
            is_overdue: boolean;
            /** @description By which rule. */
            legal_basis: string;
            /** @description The case's number. */
            number: string;
            /** @description Why. */
            reason: string;
            /** @description Who has to answer, as the disputing department sees it. */
            responsible?: string | null;
            /** @description Until when it is to be ruled. */
            rule_by_at: string;
            ruling?: components["schemas"]["RulingView"] | null;
            /** @description `open`, `ruled`, `withdrawn`, `lapsed`. */
            state: string;
            /**
             * Format: uuid
             * @description The task.
             */
            task_id: string;
        };
        /** @description What has become of a dispute. */
        DisputeStatus: {
            /**
             * Format: uuid
             * @description The dispute.
             */
            dispute_id: string;
            /** @description `open`, `ruled`, `withdrawn`, `lapsed`. */
            state: string;
        };
        /** @description Why a department does not have to answer. */
        DisputeTask: {
            /** @description By which rule. */
            legal_basis: string;
            /** @description Why. */
            reason: string;
            /** @description Who has to answer, as it sees it; left out where nobody has. */
            responsible?: string | null;
        };
        /** @description A dispute by itself. */
        DisputeView: components["schemas"]["DisputeRow"] & {
            /** @description The account that presides. */
            chair?: string | null;
            /** @description Who rules. */
            members: components["schemas"]["MemberView"][];
            /** @description Who disputes, and who is heard. */
            parties: components["schemas"]["CoordinationPartyView"][];
        };
        /**
         * @description How long cases took from receipt to decision, in working time of the office that decided; times
         *     at which clocks stood still included.
         */
        Duration: {
            /** @description How many took how long, shortest first. */
            distribution: components["schemas"]["Bucket"][];
            /**
             * Format: double
             * @description Mean time for which the statutory clock stood still, in days of 24 hours.
             */
            mean_suspended_days?: number | null;
            /**
             * Format: double
             * @description Mean, in working days.
             */
            mean_workdays?: number | null;
            /**
             * Format: double
             * @description Mean, in working minutes.
             */
            mean_worked_minutes?: number | null;
            /**
             * Format: int32
             * @description Half of them took no more working days than this; none beyond the last bound.
             */
            median_workdays_max?: number | null;
        };
        /** @description What there is to be said about all duties. */
        Duties: components["schemas"]["Scan"] & {
            /**
             * Format: int32
             * @description The catalogue that they stand in.
             */
            catalog_version: number;
        };
        /** @description An item in a list. */
        EdgeItemRow: {
            /** @description Its code. */
            code: string;
            /** @description The department that decides. */
            department: string;
            /** @description Its name. */
            names: Record<string, unknown>;
            /**
             * Format: int32
             * @description The version in force.
             */
            version: number;
        };
        /**
         * @description Where a publication stands.
         * @enum {string}
         */
        EdgeStanding: "past" | "in_force" | "ahead";
        /** @description What a drill or an emergency took, beside what its plan allows. Minutes are whole ones. */
        EmergencyFigures: {
            /**
             * Format: uuid
             * @description The emergency.
             */
            case_id: string;
            /**
             * Format: int64
             * @description After how many minutes it ended; none while it lasts.
             */
            ended_after_minutes?: number | null;
            /** @description Of those, answered. */
            n_answered: number;
            /** @description Of those, answered in time. */
            n_in_time: number;
            /** @description Tasks that the plan asked. */
            n_tasks: number;
            /**
             * Format: int64
             * @description Within how many minutes somebody had to respond.
             */
            respond_within_minutes: number;
            /**
             * Format: int64
             * @description After how many minutes somebody did; none where nobody did.
             */
            responded_after_minutes?: number | null;
            /** @description Whether that was in time; none while it may still be. */
            responded_in_time?: boolean | null;
            /**
             * Format: double
             * @description The share of all tasks that were answered in time, 0 to 1.
             */
            share_in_time: number;
            /** @description Each task, in the order of the plan. */
            tasks: components["schemas"]["PlanTaskFigures"][];
        };
        /** @description The history of an emergency: what happened, from the first event to the last. */
        EmergencyHistory: {
            /** @description In the order in which it happened. */
            steps: components["schemas"]["EmergencyStep"][];
        };
        /** @description An emergency in a list. */
        EmergencyRow: {
            /**
             * Format: uuid
             * @description The emergency; tasks are asked for it as for a case.
             */
            case_id: string;
            /**
             * Format: uuid
             * @description The event that caused the row to be as it is.
             */
            caused_by: string;
            /** @description When it last changed. */
            changed_at: string;
            /** @description When it was declared. */
            declared_at: string;
            /** @description When it ended. */
            ended_at?: string | null;
            /** @description `natural_disaster`, `accident`, `public_health`, `social_security`. */
            kind: string;
            /** @description Who leads. */
            lead_department: string;
            /** @description The latest word: a report, a reason, or the summary. */
            note?: string | null;
            /** @description Its number. */
            number: string;
            /** @description `emergency` or `drill`. */
            occasion: string;
            /** @description Where. */
            place: string;
            /** @description The plan. */
            plan: string;
            /** @description Its name. */
            plan_name: Record<string, unknown>;
            /**
             * Format: int64
             * @description Its version.
             */
            plan_version: number;
            /** @description The first response. */
            response: components["schemas"]["ResponseView"];
            /** @description `especially_serious`, `serious`, `relatively_serious`, `ordinary`. */
            severity: string;
            /** @description `declared`, `responded`, `ended`, `closed`. */
            state: string;
            /** @description What happened. */
            what: string;
        };
        /** @description What has become of an emergency. */
        EmergencyStatus: {
            /**
             * Format: uuid
             * @description The emergency.
             */
            case_id: string;
            /** @description `declared`, `responded`, `ended`, `closed`. */
            state: string;
        };
        /** @description One thing that happened to an emergency. */
        EmergencyStep: {
            /** @description When. */
            at: string;
            /** @description Who did it: an account, or the name of a policy. */
            by: string;
            /** @description For which department they did it. */
            by_department?: string | null;
            /**
             * Format: uuid
             * @description The event.
             */
            caused_by: string;
            /** @description What: the event's name without service and version, such as `emergency_declared`. */
            happened: string;
            /** @description What was said. */
            note?: string | null;
            /** @description Which paper it is about. */
            paper?: string | null;
        };
        /** @description A task of an emergency with its countdown. */
        EmergencyTask: components["schemas"]["TaskRow"] & {
            /**
             * Format: int64
             * @description Whole minutes that are left, less than none when it is late; none once it is answered or over.
             */
            minutes_left?: number | null;
        };
        /** @description An emergency by itself, as it stands now. */
        EmergencyView: components["schemas"]["EmergencyRow"] & {
            /** @description The papers that it skipped; none before its end. */
            papers: components["schemas"]["PaperRow"][];
            /** @description How things stood, the newest first. */
            reports: components["schemas"]["CoordinationReportRow"][];
            /** @description Its tasks, the most urgent first. */
            tasks: components["schemas"]["EmergencyTask"][];
        };
        /** @description Nothing more to say. */
        EndAbsence: Record<string, unknown>;
        /** @description How an emergency ended. */
        EndEmergency: {
            /** @description What was done; 1 to 2,000 characters. */
            summary: string;
        };
        /** @description A place that does not check. */
        Fault: {
            /**
             * Format: int64
             * @description Byte in it.
             */
            offset: number;
            /** @description File of the segment. */
            segment: string;
            /** @description What does not check. */
            what: string;
        };
        /** @description What is wrong, and where. */
        FaultRow: {
            /**
             * Format: int64
             * @description The column in characters, from 1, where it is known.
             */
            column?: number | null;
            /** @description The file. */
            file: string;
            /**
             * Format: int64
             * @description The line, from 1.
             */
            line: number;
            /** @description What is wrong. */
            reason: Record<string, unknown>;
            /** @description What to do about it. */
            remedy: Record<string, unknown>;
        };
        /** @description A file. */
        FileView: {
            /** @description The material, by its code in the item. */
            code: string;
            /** @description What it is. */
            content_type: string;
            /**
             * Format: date-time
             * @description When it was handed in.
             */
            handed_in_at: string;
            /** @description Its hash. */
            sha256: string;
            /**
             * Format: int64
             * @description How long it is.
             */
            size_bytes: number;
        };
        /** @description What happened to cases in some time; a conclusion that was taken back is not among them. */
        Flow: {
            /**
             * Format: int64
             * @description Cases accepted.
             */
            accepted: number;
            /**
             * Format: int64
             * @description Conclusions declared void.
             */
            annulled: number;
            /**
             * Format: int64
             * @description Cases decided.
             */
            concluded: number;
            /**
             * Format: int64
             * @description Of those, accepted by law because the office was silent.
             */
            deemed_accepted: number;
            /** @description How long those decided took. */
            duration: components["schemas"]["Duration"];
            /**
             * Format: int64
             * @description Of those, granted.
             */
            granted: number;
            /**
             * Format: int64
             * @description Of those, decided after the limit set by law.
             */
            late_by_law: number;
            /**
             * Format: int64
             * @description Of those, decided after the limit that the office promises.
             */
            late_by_promise: number;
            /**
             * Format: double
             * @description Share of those decided that were in time by law, 0 to 1; none where nothing was decided.
             */
            on_time_rate_by_law?: number | null;
            /**
             * Format: double
             * @description The same by promise.
             */
            on_time_rate_by_promise?: number | null;
            /**
             * Format: int64
             * @description Applications received.
             */
            received: number;
            /**
             * Format: int64
             * @description Of those, refused.
             */
            refused: number;
            /**
             * Format: int64
             * @description Conclusions taken back.
             */
            reopened: number;
        };
        /** @description The ruling to follow. */
        FollowPrecedent: {
            /**
             * Format: uuid
             * @description The dispute in which it was ruled.
             */
            precedent: string;
            /** @description Why it fits. */
            reason: string;
        };
        /** @description What has become of a decision. */
        FollowUp: {
            /** @description What was done. */
            what: string;
        };
        /** @description How a point about something stuck was followed up. */
        FollowUpBody: {
            /** @description `cleared` (a blocker only: a task ends by its answer) or `carried`. */
            course: string;
            /** @description In words. */
            note: string;
            /**
             * Format: int32
             * @description Which point of the agenda.
             */
            point: number;
        };
        /** @description What has become of a decision. */
        FollowUpView: {
            /** @description When it was said. */
            followed_up_at: string;
            /**
             * Format: int32
             * @description Which entry.
             */
            nth: number;
            /** @description What was done. */
            what: string;
        };
        /** @description An item that no duty of its department covers. */
        Gap: {
            /** @description A department whose duty would cover it. */
            covered_elsewhere?: string | null;
            /** @description The department that decides it. */
            department: string;
            /** @description The item. */
            item: string;
            /** @description Its name. */
            name: Record<string, unknown>;
        };
        /** @description An opinion, for whoever gave it. */
        GivenOpinion: {
            /** @description The matter, as it stands. */
            deliberation: components["schemas"]["DeliberationRow"];
            /** @description When it was given. */
            given_at: string;
            /** @description `for`, `against`, `other`. */
            stance: string;
            /** @description In words; none where it was erased. */
            text?: string | null;
        };
        /** @description What shares are to reach. */
        Goals: {
            /**
             * Format: double
             * @description At most so much of the working time of cases is to lie between departments.
             */
            coordination_share_max: number;
            /**
             * Format: double
             * @description Of the cases decided in some time, at least so many are to be in time.
             */
            on_time_rate_min: number;
            /**
             * Format: double
             * @description Of the complainants asked, at least so many are to be satisfied; below it the service is to
             *     be put right (服务体验监测).
             */
            satisfied_rate_min: number;
        };
        /** @description Something known about a department that has words of the matter. */
        Ground: {
            /** @description The rules it rests on; none for what was learned. */
            legal_basis: string[];
            /** @description How it reads. */
            said: Record<string, unknown>;
            /** @description What it is. */
            source: components["schemas"]["Source"];
            /** @description The words of the matter in it, those that say most first. */
            words: string[];
        };
        /** @description A reason and the rule it rests on. */
        Grounds: {
            /** @description The rule it rests on. */
            legal_basis: string;
            /** @description Why. */
            reason: string;
        };
        /** @description A paper that was skipped. */
        HandInPaper: {
            /** @description Under what it is kept: its number or title. */
            reference: string;
        };
        /** @description Who is to lead. */
        HandOver: {
            /** @description Why. */
            reason: string;
            /** @description Who. */
            to: components["schemas"]["LeaderBody"];
        };
        /** @description What the milestones of recorded cases say; nothing of it was decided here. */
        HistoryFigures: {
            /**
             * Format: int64
             * @description Cases with a known acceptance.
             */
            accepted: number;
            /**
             * Format: int64
             * @description Cases.
             */
            cases: number;
            /**
             * Format: int64
             * @description Cases with a known conclusion.
             */
            concluded: number;
            /**
             * Format: int64
             * @description Concluded after the recorded deadline.
             */
            late: number;
            /**
             * Format: int64
             * @description Of those, with a known deadline: late cases are counted among these.
             */
            measured: number;
            /**
             * Format: double
             * @description Share of those measured that were in time, 0 to 1; none where nothing was measured.
             */
            on_time_rate?: number | null;
            /**
             * Format: int64
             * @description Cases with a known receipt.
             */
            received: number;
        };
        /** @description One department of an import. */
        ImportDepartment: components["schemas"]["HistoryFigures"] & {
            /** @description Its name in the file; empty where the file names none. */
            department: string;
        };
        /** @description An import of recorded histories: one that has come in whole and was not reverted. */
        ImportRow: {
            /**
             * Format: uuid
             * @description The event that caused the row to be as it is.
             */
            caused_by: string;
            /** @description The file's name. */
            file_name: string;
            /**
             * Format: uuid
             * @description The import.
             */
            import_id: string;
            /**
             * Format: int64
             * @description Cases of the file.
             */
            n_cases: number;
            /**
             * Format: int64
             * @description Rows of the file.
             */
            n_rows: number;
            /** @description When it began to come in. */
            started_at: string;
        };
        /** @description An import with its figures. */
        ImportView: components["schemas"]["ImportRow"] & {
            as_of: components["schemas"]["AsOf"];
            /** @description By department, in the order of their names. */
            departments: components["schemas"]["ImportDepartment"][];
            /** @description Of all its cases. */
            figures: components["schemas"]["HistoryFigures"];
        };
        /** @description A case in a list. */
        IntakeCaseRow: {
            /**
             * Format: date-time
             * @description Until when the office says whether it accepts.
             */
            accept_by_at: string;
            /**
             * Format: date-time
             * @description When it was accepted.
             */
            accepted_at?: string | null;
            /** @description Who applies. */
            applicant: components["schemas"]["IntakePartyView"];
            /**
             * Format: uuid
             * @description The case.
             */
            case_id: string;
            /**
             * Format: uuid
             * @description The event that caused the row to be as it is.
             */
            caused_by: string;
            /** @description `window`, `web`, `mobile`, `hotline`, `post`. */
            channel: string;
            /**
             * Format: date-time
             * @description When it was decided.
             */
            concluded_at?: string | null;
            /** @description The department that decides. */
            department: string;
            /**
             * Format: uuid
             * @description The case that goes on in place of this one.
             */
            duplicate_of?: string | null;
            /** @description Accepted by law. */
            is_deemed: boolean;
            /** @description The item's name. */
            item: Record<string, unknown>;
            /** @description The item. */
            item_code: string;
            /**
             * Format: int64
             * @description The version that the case keeps.
             */
            item_version: number;
            /** @description Its number. */
            number: string;
            /** @description `granted`, `refused` or `annulled`. */
            outcome?: string | null;
            /**
             * Format: date-time
             * @description When it was received.
             */
            received_at: string;
            /** @description Where it stands. */
            state: string;
            /** @description The state's name for people. */
            state_name: Record<string, unknown>;
            /**
             * Format: date-time
             * @description Until when the applicant hands in what is missing.
             */
            supplement_by_at?: string | null;
        };
        /** @description One case. */
        IntakeCaseView: components["schemas"]["IntakeCaseRow"] & components["schemas"]["StoryView"] & {
            /**
             * @description The answers; those about persons masked where they are not shown in the clear, and null
             *     where they were erased.
             */
            form: Record<string, unknown>;
            /** @description The files that count. */
            materials: components["schemas"]["FileView"][];
            /** @description What the applicant was asked for and has not handed in. */
            missing: Record<string, unknown>[];
            rating?: components["schemas"]["RatingView"] | null;
        };
        /** @description Who applies or complains; masked where it is not shown in the clear, absent where it was erased. */
        IntakePartyView: {
            identity?: string | null;
            kind: string;
            name?: string | null;
            phone?: string | null;
        };
        /** @description A page of a list. */
        IntakeRows_CaseRow: {
            /** @description The rows. */
            items: {
                /**
                 * Format: date-time
                 * @description Until when the office says whether it accepts.
                 */
                accept_by_at: string;
                /**
                 * Format: date-time
                 * @description When it was accepted.
                 */
                accepted_at?: string | null;
                /** @description Who applies. */
                applicant: components["schemas"]["IntakePartyView"];
                /**
                 * Format: uuid
                 * @description The case.
                 */
                case_id: string;
                /**
                 * Format: uuid
                 * @description The event that caused the row to be as it is.
                 */
                caused_by: string;
                /** @description `window`, `web`, `mobile`, `hotline`, `post`. */
                channel: string;
                /**
                 * Format: date-time
                 * @description When it was decided.
                 */
                concluded_at?: string | null;
                /** @description The department that decides. */
                department: string;
                /**
                 * Format: uuid
                 * @description The case that goes on in place of this one.
                 */
                duplicate_of?: string | null;
                /** @description Accepted by law. */
                is_deemed: boolean;
                /** @description The item's name. */
                item: Record<string, unknown>;
                /** @description The item. */
                item_code: string;
                /**
                 * Format: int64
                 * @description The version that the case keeps.
                 */
                item_version: number;
                /** @description Its number. */
                number: string;
                /** @description `granted`, `refused` or `annulled`. */
                outcome?: string | null;
                /**
                 * Format: date-time
                 * @description When it was received.
                 */
                received_at: string;
                /** @description Where it stands. */
                state: string;
                /** @description The state's name for people. */
                state_name: Record<string, unknown>;
                /**
                 * Format: date-time
                 * @description Until when the applicant hands in what is missing.
                 */
                supplement_by_at?: string | null;
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description Where a case stands after a command. */
        IntakeStanding: {
            /** @description The case. */
            case_id: string;
            /** @description Its number. */
            number: string;
            /**
             * @description `submitted`, `awaiting_supplement`, `accepted`, `finished`, `declined`, `withdrawn`,
             *     `duplicate`.
             */
            state: string;
        };
        /** @description Nothing more to say. */
        Issuing: Record<string, unknown>;
        /** @description A department that is to take part. */
        Joining: {
            /** @description Which. */
            department: string;
        };
        /** @enum {string} */
        KeptRow: "folder" | "servers";
        /** @description Who leads. */
        LeaderBody: {
            /** @description The account: who signs in with it leads. */
            account: string;
            /** @description The department that leads with it. */
            department: string;
        };
        /** @description A department that is to take part no longer. */
        Leaving: {
            /** @description Which. */
            department: string;
            /** @description Why. */
            reason: string;
        };
        /** @description How far away a due date is: as time passes, and in working time of the asked department. */
        Left: {
            /**
             * Format: int64
             * @description In seconds; negative when it is too late.
             */
            wall_seconds: number;
            /** @description In words. */
            words: Record<string, unknown>;
            /**
             * Format: double
             * @description In working days.
             */
            workdays: number;
            /**
             * Format: int64
             * @description In minutes of office hours.
             */
            working_minutes: number;
        };
        /**
         * @description How far to trust a proposal. What each meant on real items is measured by a test and told in
         *     `docs/matching.md`.
         * @enum {string}
         */
        Level: "low" | "medium" | "high";
        /** @description A limit that is another one. */
        LimitMove: {
            /** @description What it is; none where it is no more. */
            after?: Record<string, unknown> | null;
            /** @description What it was; none where there was none. */
            before?: Record<string, unknown> | null;
            /** @description Which one, where there are several: a step, `step/department`, a procedure, a task of a plan. */
            code?: string | null;
            /** @description Its name; of a rung or a limit of the whole, none. */
            names?: Record<string, unknown> | null;
            /** @description Of what. */
            of: components["schemas"]["LimitOf"];
        };
        /**
         * @description What a limit is of.
         * @enum {string}
         */
        LimitOf: "statutory" | "promised" | "correction" | "delivery" | "extension" | "step" | "ask" | "procedure" | "response" | "plan_task" | "skipped_paper" | "acknowledgement" | "lead" | "supervisor" | "accountability" | "warning_answer" | "dispute_answer" | "ruling";
        /** @description One thing that happened. */
        LineView: {
            /** Format: date-time */
            at: string;
            text: Record<string, unknown>;
        };
        /** @description The same application, handed in before. */
        LinkDuplicate: {
            /** @description How it was recognised. */
            basis: string;
            /** @description The case that goes on. */
            duplicate_of: string;
        };
        /** @description A complaint in the list of the desk. */
        ListedComplaint: components["schemas"]["ComplaintRow"] & {
            /**
             * Format: int64
             * @description How many that came before it may be the same, up to 100.
             */
            n_repeated: number;
        };
        /** @description Something that was on a list, and what has become of it. */
        ListedView: {
            /**
             * Format: uuid
             * @description The project of a blocker, or the task.
             */
            id: string;
            /** @description Whether it is still open. */
            is_open: boolean;
            /** @description `blocker` or `task`. */
            kind: string;
            /**
             * Format: int32
             * @description Which blocker of the project; 0 for a task.
             */
            nth: number;
            /** @description What was stuck. */
            what: string;
        };
        /** @description A list that was due. */
        ListRow: {
            /**
             * Format: date
             * @description The working day on which it was due.
             */
            due_on: string;
            /** @description When it was issued. */
            issued_at?: string | null;
            /**
             * Format: int32
             * @description How much was on it.
             */
            n_items: number;
            /**
             * Format: int32
             * @description Which.
             */
            nth: number;
            /** @description `issued` or `missed`. */
            state: string;
        };
        /** @description A list with what was on it. */
        ListView: components["schemas"]["ListRow"] & {
            /** @description What was on it, the oldest first. */
            items: components["schemas"]["ListedView"][];
        };
        /** @description A complaint. */
        Lodge: {
            /** @description The case it is about. */
            case_id?: string | null;
            /** @description `window`, `web`, `mobile`, `hotline`, `post`. */
            channel: string;
            /** @description Who complains. */
            complainant: components["schemas"]["PartyBody"];
            /** @description The department complained of. */
            department?: string | null;
            /** @description The item it is about. */
            item_code?: string | null;
            /** @description When it was received, where that was not now: at most ten days back. */
            received_at?: string | null;
            /** @description What was said. */
            text: string;
            /** @description What it is about, in a line; kept sealed, as what was said. */
            title: string;
        };
        LogStatus: {
            /** @description Whether it lies in the folder of this process, or at servers that several share. */
            kept: components["schemas"]["KeptRow"];
            /**
             * Format: int64
             * @description What they hold together; none at servers.
             */
            n_bytes?: number | null;
            /**
             * Format: int64
             * @description Events recorded.
             */
            n_events: number;
            /** Format: int32 */
            n_partitions: number;
            /** @description Appends that wait for its writer. */
            n_queued: number;
            /** @description Its files in the folder; none at servers. */
            n_segments?: number | null;
        };
        /** @description A matter that is put to others. Where it is put to the public, everybody reads it. */
        MatterBody: {
            /** @description Which departments are asked; 50 at most. */
            departments?: string[];
            /** @description Whether everybody is. */
            is_public?: boolean;
            /** @description How long opinions are taken, such as `{"calendar_days": 30}`. */
            limit: Record<string, unknown>;
            /** @description The matter. */
            text: string;
            /** @description What it is, in a line. */
            title: string;
        };
        /** @description What has become of a matter. */
        MatterStatus: {
            /**
             * Format: int32
             * @description The catalogue whose duties and items were compared.
             */
            catalog_version: number;
            /**
             * Format: uuid
             * @description The matter.
             */
            matter_id: string;
            /** @description What was proposed. */
            proposal: components["schemas"]["Proposal"];
            /** @description `proposed` or `confirmed`. */
            state: string;
        };
        /** @description A matter. */
        MatterView: {
            /**
             * Format: int64
             * @description The catalogue whose duties and items were compared.
             */
            catalog_version: number;
            /**
             * Format: uuid
             * @description The event that caused the row to be as it is.
             */
            caused_by: string;
            confirmed?: components["schemas"]["Confirmed"] | null;
            /** @description The department of whoever asked. */
            from_department?: string | null;
            /**
             * Format: uuid
             * @description The matter.
             */
            matter_id: string;
            /** @description What was proposed. */
            proposal: components["schemas"]["Proposal"];
            /** @description When it was asked. */
            proposed_at: string;
            /** @description `proposed` or `confirmed`. */
            state: string;
            /** @description What else is said about it. */
            text?: string | null;
            /** @description What it is, in a line. */
            title: string;
        };
        /** @description A meeting. */
        MeetingBody: {
            /**
             * @description Who asks for what it decides: the department that leads the project, or one's own, where it
             *     is left out. Only who convenes for all names another one.
             */
            convening_department?: string | null;
            /** @description Who else is invited; 50 at most. */
            departments: string[];
            /** @description When it is held. */
            held_at: string;
            /**
             * Format: uuid
             * @description The project that it is called for; left out for one that stands alone.
             */
            project_id?: string | null;
            /** @description What it is, in a line. */
            title: string;
            /** @description What is to be talked about, one point each; 50 at most. */
            topics?: string[];
            /**
             * @description Puts all that is stuck on the agenda, the oldest 200 first: of the project, or anywhere for a
             *     meeting that stands alone. What an earlier meeting carried comes up again so.
             */
            with_blockers?: boolean;
        };
        /** @description A meeting in a list. */
        MeetingRow: {
            /** @description When it was called. */
            called_at: string;
            /**
             * Format: uuid
             * @description The `case_id` of what it decides: its project, or itself.
             */
            case_id: string;
            /**
             * Format: uuid
             * @description The event that caused the row to be as it is.
             */
            caused_by: string;
            /** @description Who asks for what it decides. */
            convening_department: string;
            /** @description When it is or was held. */
            held_at: string;
            /**
             * Format: uuid
             * @description The meeting.
             */
            meeting_id: string;
            /** @description The number of that. */
            number: string;
            /** @description When its minutes were published. */
            published_at?: string | null;
            /** @description Why it is cancelled. */
            reason?: string | null;
            /** @description `called`, `held`, `cancelled`. */
            state: string;
            /** @description What it is, in a line. */
            title: string;
        };
        /** @description What has become of a meeting. */
        MeetingStatus: {
            /**
             * Format: uuid
             * @description What it was called for, its project or itself: the `case_id` of what it decides, unless the
             *     project was closed before its minutes were published.
             */
            case_id: string;
            /**
             * Format: uuid
             * @description The meeting.
             */
            meeting_id: string;
            /** @description `called`, `held`, `cancelled`. */
            state: string;
        };
        /** @description A meeting by itself. */
        MeetingView: components["schemas"]["MeetingRow"] & {
            /** @description What is to be talked about. */
            agenda: Record<string, unknown>[];
            /** @description Who is invited. */
            departments: string[];
            minutes?: components["schemas"]["MinutesView"] | null;
        };
        /** @description A member of a panel. */
        Member: {
            /** @description The account. */
            account: string;
            /** @description The department of that account: none that is heard. */
            department: string;
        };
        /** @description A member of a panel. */
        MemberView: {
            /** @description The account. */
            account: string;
            /**
             * Format: uuid
             * @description The event that caused the row to be as it is.
             */
            caused_by: string;
            /** @description The department of that account. */
            department: string;
            /** @description It has voted. */
            has_voted: boolean;
            /** @description Why; for the same. */
            reason?: string | null;
            /** @description Why it rules no longer. */
            recused?: string | null;
            vote?: components["schemas"]["Ruling"] | null;
        };
        /** @description What a complaint repeats. */
        Merge: {
            /** @description The complaint that came before, with which it is answered. */
            into: string;
            /** @description Why they are one. */
            reason: string;
        };
        /** @description One item of one department. */
        MetricsItemRow: {
            /** @description Complaints about it. */
            complaints: components["schemas"]["ComplaintFigures"];
            /** @description The department that decides. */
            department: string;
            /** @description What happened to its cases in the months that were asked for. */
            flow: components["schemas"]["Flow"];
            /** @description The item's code in the catalogue. */
            item_code: string;
            /** @description What applicants think of it. */
            ratings: components["schemas"]["RatingFigures"];
            /** @description What stands now. */
            standing: components["schemas"]["MetricsStanding"];
        };
        /** @description A report that was issued, as it stands among the others. */
        MetricsReportRow: {
            /**
             * Format: uuid
             * @description The event by which it was issued.
             */
            caused_by: string;
            /** @description The department it is about; the whole city where none is named. */
            department?: string | null;
            /** @description When it was issued. */
            issued_at: string;
            /** @description The account of the supervisor who issued it. */
            issued_by: string;
            /** @description What it is about. */
            months: components["schemas"]["ReportMonths"];
            /**
             * Format: int64
             * @description Counts the reports of this period from 1.
             */
            nth: number;
            /** @description Why. */
            reason?: string | null;
            /**
             * Format: uuid
             * @description The report that corrects it: it holds no more.
             */
            replaced_by?: string | null;
            /**
             * Format: uuid
             * @description The report that it corrects.
             */
            replaces?: string | null;
            /**
             * Format: uuid
             * @description The report.
             */
            report_id: string;
            /** @description Whether its months were over then; else its figures are of a part of them. */
            was_over: boolean;
        };
        /** @description What stands now. */
        MetricsStanding: {
            /**
             * Format: int64
             * @description Decided, the conclusion declared void.
             */
            annulled: number;
            /**
             * Format: int64
             * @description Never accepted.
             */
            declined: number;
            /**
             * Format: int64
             * @description Ended because the same application was handed in before.
             */
            duplicate: number;
            /**
             * Format: int64
             * @description Accepted, not decided.
             */
            open: number;
            /**
             * Format: int64
             * @description Of those that are open, past the limit set by law; one that stands still, if it was when it
             *     was stopped.
             */
            overdue_by_law: number;
            /**
             * Format: int64
             * @description The same by promise.
             */
            overdue_by_promise: number;
            /**
             * Format: int64
             * @description Of those, with a clock that stands still.
             */
            suspended: number;
            /**
             * Format: int64
             * @description Received, neither accepted nor declined.
             */
            waiting: number;
            /**
             * Format: int64
             * @description Withdrawn by the applicant.
             */
            withdrawn: number;
        };
        /** @description A milestone. */
        MilestoneBody: {
            /** @description Who is responsible: a department of the project. */
            department: string;
            /**
             * Format: date
             * @description The last day on which it is in time, such as `2026-10-12`.
             */
            due_on: string;
            /** @description What is to be reached. */
            name: string;
        };
        /** @description A milestone. */
        MilestoneView: {
            /** @description Who is responsible. */
            department: string;
            /** @description The first instant that is too late. */
            due_at: string;
            /**
             * Format: date
             * @description The last day on which it is in time.
             */
            due_on: string;
            /** @description It is not reached, and too late now. */
            is_overdue: boolean;
            /** @description The days that it was due on before. */
            moves: components["schemas"]["MoveView"][];
            /** @description What is to be reached. */
            name: string;
            /** @description What was reached. */
            note?: string | null;
            /**
             * Format: int32
             * @description Which of the project.
             */
            nth: number;
            /** @description When. */
            reached_at?: string | null;
            /** @description `ahead`, `missed` (its day has passed, and that is on record), `reached`. */
            state: string;
        };
        /** @description The minutes of a meeting. */
        MinutesBody: {
            /** @description What was decided; 50 at most. */
            decisions?: components["schemas"]["DecisionBody"][];
            /** @description What was made of every point that is about something stuck. */
            follow_ups?: components["schemas"]["FollowUpBody"][];
            /** @description Who was present. */
            present: string[];
            /** @description What was said, where more than decisions is worth keeping. */
            summary?: string | null;
        };
        /** @description A decision, and what has become of it. */
        MinutesDecisionView: {
            /** @description By whom. */
            department: string;
            /** @description When it is due. */
            due_at?: string | null;
            /** @description By which rule. */
            legal_basis: string;
            /** @description Within what. */
            limit: Record<string, unknown>;
            /**
             * Format: uuid
             * @description The task that it became.
             */
            task_id: string;
            /** @description How the task stands; none in the moment before it is asked. */
            task_state?: string | null;
            /** @description What is to be done. */
            what: Record<string, unknown>;
        };
        /** @description Minutes. */
        MinutesView: {
            /** @description What was wrong. */
            corrections: components["schemas"]["CorrectionView"][];
            /** @description What was decided. */
            decisions: components["schemas"]["MinutesDecisionView"][];
            /** @description What was made of all that was stuck. */
            follow_ups: Record<string, unknown>[];
            /** @description Who was present. */
            present: string[];
            /** @description What was said. */
            summary?: string | null;
        };
        /** @description One thing that the applicant is asked for. */
        MissingBody: {
            /** @description What is wrong with it; without it, it is simply missing. */
            reason?: string | null;
            /** @description `{"material": code}` or `{"field": name}`. */
            wanted: Record<string, unknown>;
        };
        /** @description A material that is not stored, and the first event that names it. */
        MissingMaterial: {
            /**
             * Format: uuid
             * @description The case it was handed in for.
             */
            case: string;
            /**
             * Format: uuid
             * @description The event.
             */
            event: string;
            /** @description The material: SHA-256 of its content. */
            material: string;
        };
        /** @description New versions of things that there were, and how many there are. */
        Moves: {
            /** @description The first 100. */
            first: components["schemas"]["VersionMove"][];
            /** @description All of them. */
            n: number;
        };
        /** @description A day that a milestone was due on before. */
        MoveView: {
            /**
             * Format: date
             * @description The day after.
             */
            due_on: string;
            /**
             * Format: date
             * @description The day before.
             */
            from_on: string;
            /** @description When it was moved. */
            moved_at: string;
            /** @description Why. */
            reason: string;
        };
        /** @description Another day for a milestone. */
        Moving: {
            /**
             * Format: date
             * @description The last day on which it is in time.
             */
            due_on: string;
            /** @description Why. */
            reason: string;
        };
        /** @description Some things by name, and how many there are. */
        Named: {
            /** @description The first 100. */
            first: components["schemas"]["NamedRow"][];
            /** @description All of them. */
            n: number;
        };
        /** @description A thing by name. */
        NamedRow: {
            /** @description Its code; of an item, with the version. */
            code: string;
            /** @description Its name. */
            names: Record<string, unknown>;
        };
        /** @description The list that is due next. */
        NextList: {
            /** @description The first instant that is too late. */
            due_at: string;
            /**
             * Format: date
             * @description The working day on which it is due.
             */
            due_on: string;
            /**
             * Format: int32
             * @description Which.
             */
            nth: number;
        };
        /** @description Who acts next. */
        NextView: {
            /** @description `applicant`, `window` or `department`. */
            actor: string;
            /** @description Its name, or that of the applicant's or the window's part. */
            actor_name: Record<string, unknown>;
            /** @description The department, by its code. */
            department?: string | null;
            /** @description What is done. */
            text: Record<string, unknown>;
            /**
             * Format: date-time
             * @description Until when; the first instant that is too late.
             */
            until_at?: string | null;
        };
        /** @description Somebody is away. */
        NoteAbsence: {
            /** @description The account; oneself where it is left out. */
            account?: string | null;
            /** @description Its department; one's own where it is left out. */
            department?: string | null;
            /** @description The account of who stands in; it sees the tasks if it is of the department. */
            deputy?: string | null;
            /** @description From when; from now on where it is left out. */
            from?: string | null;
            /** @description The first instant at which they are back. */
            until: string;
        };
        /** @description Nothing more to say. */
        Nothing: Record<string, unknown>;
        /** @description Nothing more to say. */
        NoticeAccepted: Record<string, unknown>;
        /** @description Why a warning is wrong. */
        NoticeAppeal: {
            /** @description Why. */
            grounds: string;
            /** @description By which rule. */
            legal_basis: string;
        };
        /**
         * @description What a notice would change. Due dates that are set already stay as they are: a calendar counts for
         *     what is decided once it is in force.
         */
        NoticePreview: {
            /** @description Days that count otherwise than by the newest calendar, ascending. */
            days: components["schemas"]["DayRow"][];
            /** @description Why it would not be published as it is; none where it would. */
            refused?: Record<string, unknown> | null;
            /**
             * Format: int32
             * @description Its year.
             */
            year: number;
        };
        /** @description A notice that was published. */
        NoticePublished: {
            /** @description From when it is in force. */
            valid_from: string;
            /**
             * Format: int32
             * @description Its year.
             */
            year: number;
        };
        /** @description Why a warning is taken back. */
        NoticeRevoked: {
            /** @description Why. */
            reason: string;
        };
        /** @description A warning as a case. */
        NoticeRow: {
            /** @description Until when it is to be answered; none where doing the work is the answer. */
            answer_by_at?: string | null;
            /**
             * Format: uuid
             * @description Its case.
             */
            case_id: string;
            /**
             * Format: uuid
             * @description The event that caused the row to be as it is.
             */
            caused_by: string;
            /** @description When it last changed. */
            changed_at: string;
            /** @description `blue`, `yellow`, `red`. */
            colour: string;
            /** @description Who was warned. */
            department: string;
            /**
             * Format: int64
             * @description The epoch of the deadline.
             */
            epoch: number;
            /** @description It waits for its answer and is too late now. */
            is_unanswered: boolean;
            /** @description When it was issued. */
            issued_at: string;
            /** @description The latest word: a statement, grounds or a reason. */
            note?: string | null;
            /**
             * Format: uuid
             * @description The warning.
             */
            notice_id: string;
            /** @description The case's number. */
            number: string;
            /** @description What the task is asked for: `application`, `emergency`, `project`. */
            occasion: string;
            /**
             * Format: int64
             * @description What it counts against the department.
             */
            points: number;
            /** @description `unacknowledged`, `due_soon`, `overdue`, `lead`, `supervisor`, `accountability`. */
            rung: string;
            /** @description `open`, `appealed`, `answered`, `met`, `revoked`, `closed`. */
            state: string;
            /**
             * Format: uuid
             * @description The task.
             */
            task_id: string;
        };
        /** @description The answer to a warning. */
        NoticeStatement: {
            /** @description Why it came to this, and what is done about it. */
            statement: string;
        };
        /** @description What has become of a warning. */
        NoticeStatus: {
            /**
             * Format: uuid
             * @description The warning.
             */
            notice_id: string;
            /** @description `open`, `appealed`, `answered`, `met`, `revoked`, `closed`. */
            state: string;
        };
        /** @description Why an appeal fails. */
        NoticeUpheld: {
            /**
             * @description Within what the warning is to be answered now; as the city's ladder has it where it is left
             *     out.
             */
            answer_within?: Record<string, unknown> | null;
            /** @description Why. */
            reason: string;
        };
        /** @description That the answer will not do. */
        NotSolved: {
            /** @description The check code of the case. */
            code: string;
            /** @description The case number. */
            number: string;
            /** @description Why. */
            reason: string;
        };
        /** @description By which ways one signs in here. */
        Offered: {
            /** @description Whether `/api/sign-in/oidc` leads to a provider of OpenID Connect. */
            oidc: boolean;
        };
        /** @description What is open of an item or a department. */
        OpenRow: {
            /** @description Its code. */
            code: string;
            /**
             * Format: int64
             * @description Cases received or accepted, and not decided.
             */
            n_cases: number;
            /**
             * Format: int64
             * @description Tasks that wait for an answer: about the item, or asked of the department.
             */
            n_tasks: number;
            /** @description Its name. */
            names: Record<string, unknown>;
        };
        /** @description What is open of some items and departments. */
        OpenRows: {
            /** @description By department; those of which nothing is open are left out. */
            departments: components["schemas"]["OpenRow"][];
            /** @description By item; those of which nothing is open are left out. */
            items: components["schemas"]["OpenRow"][];
            /**
             * Format: int64
             * @description Cases received or accepted, and not decided; one of several of these items and departments
             *     counts once.
             */
            n_cases: number;
            /**
             * Format: int64
             * @description Tasks that wait for an answer, counted the same way.
             */
            n_tasks: number;
        };
        /** @description That an opinion was taken. */
        OpinionReceipt: {
            /**
             * Format: uuid
             * @description The matter.
             */
            deliberation_id: string;
            /** @description The number under which it is found again: kept by nobody else who could tell whose it is. */
            receipt: string;
        };
        /** @description A word of a department. */
        OpinionView: {
            /** @description When. */
            given_at: string;
            /**
             * Format: int32
             * @description Which of the department.
             */
            nth: number;
            /** @description In words. */
            opinion: string;
            /** @description `for`, `against`, `other`. */
            stance: string;
        };
        /** @description What is to be put right. */
        Order: {
            /** @description What. */
            order: string;
        };
        /** @description A duty of another department that has the words for which the first is proposed. */
        Overlap: {
            /** @description The other department. */
            department: string;
            /** @description Its duty, with the words that both have. */
            ground: components["schemas"]["Ground"];
        };
        /** @description A complaint, for the applicant of the case it is about. */
        OwnComplaint: {
            /** @description The answer. */
            answer?: string | null;
            /** @description When it was given. */
            answered_at?: string | null;
            /**
             * Format: uuid
             * @description The complaint.
             */
            complaint_id: string;
            /**
             * @description The department that has to answer, by its code; none where nobody has yet, or it is answered
             *     with another one.
             */
            department?: string | null;
            /** @description The first instant at which an answer is too late. */
            due_at: string;
            /** @description Whether it is answered with another one: that is where an answer is accepted or refused. */
            is_merged: boolean;
            /** @description When it was received. */
            received_at: string;
            /**
             * Format: int64
             * @description How many things happened to it: in quotes it is the `If-Match` of what is said to the answer.
             *     A look at personal data counts too, and makes no difference there.
             */
            revision: number;
            /**
             * Format: int64
             * @description What the complainant said to it: 1 very satisfied … 5 very dissatisfied.
             */
            satisfaction?: number | null;
            /** @description Whether the complainant called the matter solved. */
            solved?: boolean | null;
            /**
             * @description `lodged`, `assigned`, `rectifying`, `rectified`, `answered`, `confirmed`; of a merged one,
             *     where the one stands with which it is answered.
             */
            state: string;
        };
        /** @description The complaints of an applicant about a case. */
        OwnComplaints: {
            /** @description The latest first. */
            items: components["schemas"]["OwnComplaint"][];
        };
        /** @description A complaint of an applicant about the own case. */
        OwnWords: {
            /** @description The check code of the case. */
            code: string;
            /** @description The case number. */
            number: string;
            /** @description What was said. */
            text: string;
            /** @description What it is about, in a line; kept sealed, as what was said. */
            title: string;
        };
        /** @description Two duties that say much the same. */
        Pair: {
            /** @description Both, by the code of their department. */
            duties: components["schemas"]["Shared"][];
            /**
             * Format: int32
             * @description What both say, in percent of what the shorter one says.
             */
            percent: number;
            /** @description The words that both have, those that say most first. */
            words: string[];
        };
        /** @description Who rules. */
        Panel: {
            /** @description The account of the one who presides. */
            chair: string;
            /** @description All members: of departments that are not heard. */
            members: components["schemas"]["Member"][];
        };
        /** @description A paper that was skipped. */
        PaperRow: {
            /**
             * Format: uuid
             * @description The event that caused the row to be as it is.
             */
            caused_by: string;
            /** @description When it last changed. */
            changed_at: string;
            /** @description Who has to bring it. */
            department: string;
            /** @description The first instant that is too late. */
            due_at: string;
            /** @description It is outstanding and too late now. */
            is_late: boolean;
            /** @description The rule that allowed to skip it. */
            legal_basis: string;
            /** @description Its name. */
            name: Record<string, unknown>;
            /** @description Under what it is kept, or why it need not be brought. */
            note?: string | null;
            /** @description Its code inside the plan. */
            paper: string;
            /** @description `outstanding`, `handed_in`, `waived`. */
            state: string;
        };
        /** @description Why a reader may go on without an event. */
        Park: {
            /** @description In words, for whoever asks later. */
            reason: string;
        };
        /** @description A decision about an event that a reader cannot read. */
        ParkedEvent: {
            /**
             * Format: uuid
             * @description The event.
             */
            event: string;
            /** @description Whether the decision is a new one. */
            is_new: boolean;
            /** @description Whether it is parked now. */
            is_parked: boolean;
            /** @description The reader. */
            reader: string;
        };
        /**
         * @description What became of a part.
         * @enum {string}
         */
        PartChange: "added" | "gone" | "changed";
        /**
         * @description What a part is.
         * @enum {string}
         */
        PartKind: "step" | "material" | "field" | "procedure" | "result" | "role" | "plan_task";
        /** @description A part of an item or a plan that is added, gone or another. */
        PartMove: {
            /** @description What became of it. */
            change: components["schemas"]["PartChange"];
            /** @description Its code. */
            code: string;
            /** @description What it is. */
            kind: components["schemas"]["PartKind"];
            /** @description Its name. */
            names: Record<string, unknown>;
        };
        /** @description Who applies or complains, as stated. */
        PartyBody: {
            /** @description Citizen identity number (GB 11643) or unified social credit code (GB 32100). */
            identity: string;
            /** @description `citizen` or `organisation`. */
            kind: string;
            /** @description The whole name. */
            name: string;
            /** @description Telephone number. */
            phone?: string | null;
        };
        /** @description Nothing more to say. */
        Plain: Record<string, unknown>;
        /** @description Nothing more to say. */
        Plainly: Record<string, unknown>;
        /** @description A plan for emergencies. */
        PlanRow: {
            /** @description Who is asked, each as often as it has tasks. */
            departments: string[];
            /** @description `natural_disaster`, `accident`, `public_health`, `social_security`. */
            kind: string;
            /** @description Who leads. */
            lead: string;
            /** @description The rules it rests on. */
            legal_basis: string[];
            /** @description Its name. */
            name: Record<string, unknown>;
            /** @description Its code. */
            plan: string;
            /** @description `especially_serious`, `serious`, `relatively_serious`, `ordinary`. */
            severity: string;
            /**
             * Format: int32
             * @description The version in force.
             */
            version: number;
        };
        /** @description The plans in force. */
        Plans: {
            /** @description In the order of the catalogue. */
            items: components["schemas"]["PlanRow"][];
        };
        /** @description What one task took. */
        PlanTaskFigures: {
            /**
             * Format: int64
             * @description After how many minutes it was answered.
             */
            answered_after_minutes?: number | null;
            /** @description What was asked. */
            ask: Record<string, unknown>;
            /** @description Who was asked. */
            department: string;
            /** @description Whether it was answered in time; none while it may still be. */
            in_time?: boolean | null;
            /**
             * Format: int64
             * @description How many minutes the answer might take.
             */
            limit_minutes: number;
            /**
             * Format: int32
             * @description Rungs of the ladder that were reached.
             */
            n_warnings: number;
            /**
             * Format: int64
             * @description After how many minutes it was taken on.
             */
            taken_on_after_minutes?: number | null;
            /** @description Its code inside the plan. */
            task: string;
            /**
             * Format: uuid
             * @description The task.
             */
            task_id: string;
        };
        /** @description A catalogue, and from when it would be in force. */
        PreviewCatalog: {
            /** @description The files of its folder, at most 5,000, all together at most 8 MiB as they are sent. */
            files: components["schemas"]["CatalogFile"][];
            /** @description From when, in the future. */
            valid_from: string;
        };
        /** @description A problem as it is answered: `application/problem+json` (RFC 9457). */
        Problem: {
            /** @description What happened this time, and what to do, in the user's language. */
            detail?: string | null;
            /** @description The values that must change, all of them. */
            errors?: components["schemas"]["ProblemField"][];
            /** @description The address that was asked for. */
            instance?: string | null;
            /**
             * Format: int32
             * @description The status of the answer.
             */
            status: number;
            /** @description The kind in the user's language. */
            title: string;
            /** @description The trace under which logs speak of this request: 32 hexadecimal digits. */
            trace_id?: string | null;
            /** @description What kind of problem, to be matched by programs: `/problems/<service>/<reason>`. */
            type: string;
        };
        /** @description One value that must change. */
        ProblemField: {
            /**
             * @description Where: a JSON pointer into the body, `?name` for a query parameter, `{name}` for a part of
             *     the path, a name for a header.
             */
            field: string;
            /** @description What to do about it, in the user's language. */
            remedy: string;
            /** @description Which rule it breaks, to be matched by programs. */
            rule: string;
        };
        /** @description The map of a process. */
        Process: {
            /** @description What happened in them. */
            activities: components["schemas"]["ProcessActivity"][];
            as_of: components["schemas"]["AsOf"];
            /** @description Cases that it is drawn from. */
            n_cases: number;
            /** @description What followed what, the most frequent first. */
            transitions: components["schemas"]["ProcessTransition"][];
        };
        /** @description How often something happened. */
        ProcessActivity: components["schemas"]["ProcessMoment"] & {
            /** @description How often. */
            n: number;
        };
        /** @description What happens to a case at some moment. */
        ProcessMoment: {
            /**
             * @description `received`, `correction_requested`, `supplemented`, `accepted`, `declined`, `step_decided`,
             *     `step_returned`, `suspended`, `resumed`, `extended`, `granted`, `refused`, `reopened`,
             *     `annulled`, `withdrawn` or `duplicate`.
             */
            activity: string;
            /** @description The step that was decided. */
            step?: string | null;
        };
        /** @description How a process does. What it says of readers elsewhere is only how far they are. */
        ProcessStatus: {
            /** @description When it said so, by the machine's clock. */
            at: string;
            /** @description The office's clock. */
            clock: components["schemas"]["ClockStatus"];
            /** @description Whether it is the whole office. */
            is_all: boolean;
            /** @description The log. */
            log: components["schemas"]["LogStatus"];
            /** @description Its name among those that share the office; none where one process is the office. */
            process?: string | null;
            /** @description Requests over HTTP. */
            requests: components["schemas"]["RequestsStatus"];
            /** @description What it is for. */
            roles: string[];
            /** @description The services, with the edge, whose reader hands facts on. */
            services: components["schemas"]["ServiceStatus"][];
            /** @description Events at which readers of any process have stopped, oldest first. */
            stops: components["schemas"]["StopRow"][];
            /** @description The version of its program. */
            version: string;
        };
        /** @description How often one followed the other. */
        ProcessTransition: {
            /** @description What was before. */
            from: components["schemas"]["ProcessMoment"];
            /**
             * Format: int64
             * @description Half of them took no more working time than this, in minutes.
             */
            median_minutes: number;
            /** @description How often. */
            n: number;
            /**
             * Format: int64
             * @description Nine tenths of them took no more than this.
             */
            p90_minutes: number;
            /** @description What followed. */
            to: components["schemas"]["ProcessMoment"];
        };
        /** @description How far long work is. */
        Progress: {
            /**
             * Format: int64
             * @description How much is done.
             */
            done: number;
            /**
             * Format: int64
             * @description How much there is; unknown where it cannot be told.
             */
            of?: number | null;
            /** @description What is being done. */
            what: string;
        };
        /** @description Where a case stands, for its applicant. */
        ProgressView: components["schemas"]["StoryView"] & {
            /** @description The name of the department that decides. */
            department: Record<string, unknown>;
            /** @description Whether that is one of the grades that are looked into as a complaint. */
            is_dissatisfied: boolean;
            /** @description The item's name. */
            item: Record<string, unknown>;
            /** @description Whether the service can be rated now: the case is over, and nobody rated it. */
            may_rate: boolean;
            /** @description The case number. */
            number: string;
            /**
             * Format: date-time
             * @description When it was received.
             */
            received_at: string;
            /**
             * Format: int32
             * @description What the applicant thinks of it: 1 very satisfied … 5 very dissatisfied.
             */
            satisfaction?: number | null;
            /** @description Where it stands. */
            state: Record<string, unknown>;
        };
        /** @description A task force. */
        ProjectBody: {
            /** @description What it is to reach. */
            goal: string;
            /** @description Who leads. */
            leader: components["schemas"]["LeaderBody"];
            /** @description The other departments that take part; 50 with the leading one. */
            members: string[];
            /** @description The plan; 100 at most. */
            milestones?: components["schemas"]["MilestoneBody"][];
            /** @description What it is, in a line. */
            title: string;
        };
        /** @description What came of a project. */
        ProjectClosing: {
            /** @description `achieved`, `partly_achieved`, `given_up`. */
            outcome: string;
            /** @description In words. */
            result: string;
        };
        /** @description A project in a list. */
        ProjectRow: {
            /**
             * Format: uuid
             * @description The event that caused the row to be as it is.
             */
            caused_by: string;
            /** @description When who leads, who takes part or how it stands last changed. */
            changed_at: string;
            /** @description When it was closed. */
            closed_at?: string | null;
            /** @description What it is to reach. */
            goal: string;
            /** @description The account that leads. */
            leader_account: string;
            /** @description The department that leads. */
            leader_department: string;
            /** @description Its number. */
            number: string;
            /** @description `achieved`, `partly_achieved`, `given_up`; none while it is underway. */
            outcome?: string | null;
            /**
             * Format: uuid
             * @description The project: the `case_id` of what is asked for it.
             */
            project_id: string;
            /** @description What came of it. */
            result?: string | null;
            /** @description When it was set up. */
            set_up_at: string;
            /** @description `underway` or `closed`. */
            state: string;
            /** @description What it is, in a line. */
            title: string;
        };
        /** @description What has become of a project. */
        ProjectStatus: {
            /**
             * Format: uuid
             * @description The project: the `case_id` of what is asked for it.
             */
            project_id: string;
            /** @description `underway` or `closed`. */
            state: string;
        };
        /** @description A project by itself. */
        ProjectView: components["schemas"]["ProjectRow"] & {
            /** @description What stood or stands in its way. */
            blockers: components["schemas"]["BlockerView"][];
            /** @description All its departments, the leading one too. */
            departments: string[];
            /** @description The plan. */
            milestones: components["schemas"]["MilestoneView"][];
        };
        /** @description Whom a matter seems to concern, and what that is taken from. */
        Proposal: {
            /**
             * @description Proposed to assist: what they are concerned with is in the matter too, and not covered by
             *     those before them.
             */
            assisting: components["schemas"]["Candidate"][];
            /**
             * @description The departments with most in common with it, the best first: the first is proposed to lead.
             *     None where no word of the matter is known.
             */
            candidates: components["schemas"]["Candidate"][];
            /** @description How far to trust the first. */
            confidence: components["schemas"]["Confidence"];
            /** @description Duties of other departments that have the words for which the first is proposed. */
            overlaps: components["schemas"]["Overlap"][];
        };
        /**
         * @description A matter of which it is asked whom it concerns. It is kept for good, and its title is shown to
         *     whoever asks about one like it: names, numbers and addresses of persons do not belong into it.
         */
        Propose: {
            /** @description What else is to be said about it; each of its words counts half as much as one of the title. */
            text?: string | null;
            /** @description What it is, in a line; 1 to 2,000 characters. */
            title: string;
        };
        /** @description What one of the public thinks. No name is asked for, and none is needed. */
        PublicOpinion: {
            /** @description `for`, `against`, `other`. */
            stance: string;
            /** @description In words, 1 to 2,000 characters. */
            text: string;
        };
        /** @description What one of the public said. */
        PublicOpinionRow: {
            /** @description When. */
            given_at: string;
            /** @description The number under which whoever gave it finds it again. */
            receipt: string;
            /** @description `for`, `against`, `other`. */
            stance: string;
            /** @description In words; none where it was erased. */
            text?: string | null;
        };
        /** @description A catalogue that was previewed. */
        PublishCatalog: {
            /** @description The digest of the preview. */
            digest: string;
            /** @description The files, as they were previewed. */
            files: components["schemas"]["CatalogFile"][];
            /** @description From when it is in force, as it was previewed. */
            valid_from: string;
        };
        /** @description When something was published, by whom, and from when it is in force. */
        Publishing: {
            /** @description When. */
            at: string;
            /** @description Who published it. */
            by: string;
            /** @description From when it is in force. */
            valid_from: string;
        };
        /** @description A calendar notice, and from when it is in force. */
        PublishNotice: {
            /**
             * @description The notice of one year, in the holiday-cn form: `{year, papers, days: [{name, date,
             *     isOffDay}]}`.
             */
            notice: Record<string, unknown>;
            /** @description From when it is in force, in the future. */
            valid_from: string;
        };
        /** @description What stands in the way. */
        Raising: {
            /** @description Whom it takes to clear it: any department. */
            needs_department: string;
            /** @description What. */
            what: string;
        };
        /** @description What the service was like. */
        Rate: {
            /** @description What that rests on: `time`, `manner`, `guidance`, `materials`, `channel`, `outcome`. */
            aspects?: string[];
            /** @description The check code of the case. */
            code: string;
            /** @description The case number. */
            number: string;
            /**
             * Format: int32
             * @description 1 very satisfied … 5 very dissatisfied (GB/T 39046 A.8).
             */
            satisfaction: number;
            /** @description What there is to say besides; kept sealed. */
            words?: string | null;
        };
        /** @description What applicants think of the services (好差评), in some time. */
        RatingFigures: {
            /**
             * Format: double
             * @description Mean grade, 1 (very satisfied) to 5.
             */
            mean_satisfaction?: number | null;
            /**
             * Format: int64
             * @description Cases that were rated.
             */
            rated: number;
            /**
             * Format: int64
             * @description Of those, satisfied: very, simply or fairly, 1 to 3 as in GB/T 39046.
             */
            satisfied: number;
            /**
             * Format: double
             * @description The share of those, 0 to 1; none where nobody rated.
             */
            satisfied_rate?: number | null;
        };
        /** @description A rating, as the office sees it. */
        RatingView: {
            /** @description What that rests on. */
            aspects: string[];
            /** @description Whether something was said besides. */
            has_words: boolean;
            /**
             * Format: int32
             * @description 1 very satisfied … 5 very dissatisfied (GB/T 39046 A.8).
             */
            satisfaction: number;
            /** @description What: where personal data are shown in the clear, and nobody erased it. */
            words?: string | null;
        };
        /** @description What was reached. */
        Reaching: {
            /** @description In words. */
            note: string;
        };
        /**
         * @description What a reader does with events.
         * @enum {string}
         */
        ReaderKindRow: "projection" | "policy" | "relay";
        /** @description How readers do, as one process sees them, and the events at which readers of any have stopped. */
        ReaderList: {
            /** @description Every reader in every partition. */
            readers: components["schemas"]["ReaderRow"][];
            /** @description Oldest first. */
            stops: components["schemas"]["StopRow"][];
        };
        /** @description One reader in one partition. */
        ReaderRow: {
            /** @description What keeps it from going on. */
            error?: string | null;
            /**
             * Format: int64
             * @description The newest event of the partition.
             */
            head: number;
            /** @description What it does with events. */
            kind: components["schemas"]["ReaderKindRow"];
            /** @description When the oldest of the events was recorded that it deals with just now, or cannot get past. */
            oldest_at?: string | null;
            /**
             * Format: int32
             * @description The partition.
             */
            partition: number;
            /** @description Its name. */
            reader: string;
            /**
             * Format: int64
             * @description The last event that it has dealt with.
             */
            seq: number;
            /** @description Whether it goes on. */
            state: components["schemas"]["ReaderStateRow"];
        };
        /**
         * @description Whether a reader goes on.
         * @enum {string}
         */
        ReaderStateRow: "running" | "standby" | "stalled" | "stopped";
        /** @description A reader in all partitions. */
        ReaderStatus: {
            /**
             * Format: int64
             * @description How old that is by the office's clock, in seconds.
             */
            behind_secs?: number | null;
            /** @description What keeps it from going on, of the first partition where something does. */
            error?: string | null;
            kind: components["schemas"]["ReaderKindRow"];
            /**
             * Format: int64
             * @description Events that it has not dealt with, where it is not another process that does.
             */
            n_behind: number;
            /** @description Partitions in which it goes on here. */
            n_running: number;
            /** @description Partitions in which it tries again. */
            n_stalled: number;
            /** @description Partitions in which it goes on in another process, or in none just now. */
            n_standby: number;
            /** @description Partitions in which it waits for people or another program. */
            n_stopped: number;
            /** @description When the oldest of them was recorded. */
            oldest_at?: string | null;
            reader: string;
        };
        /** @description Who has to answer. */
        Reassign: {
            /** @description Why. */
            reason: string;
            /** @description The department; the same again when its return is not accepted. */
            to_department: string;
        };
        /** @description What the applicant takes home. */
        Receipt: {
            /**
             * Format: date-time
             * @description Until when the office says whether it accepts; the first instant that is too late.
             */
            accept_by_at: string;
            /** @description The case. */
            case_id: string;
            /** @description Opens the progress page together with the number: eight digits, for the applicant alone. */
            check_code: string;
            /** @description The item's name. */
            item: Record<string, unknown>;
            /** @description The item. */
            item_code: string;
            /**
             * Format: int32
             * @description The version that the case keeps.
             */
            item_version: number;
            /** @description Everything that is still to be handed in. */
            missing: Record<string, unknown>[];
            /** @description What happens next. */
            next: Record<string, unknown>;
            /** @description What to call the case by. */
            number: string;
            /**
             * Format: date-time
             * @description When it was received.
             */
            received_at: string;
            /**
             * Format: date-time
             * @description Until when that is to be handed in.
             */
            supplement_by_at?: string | null;
        };
        /** @description Why a member steps back. */
        Recusal: {
            /** @description The account; one's own where it is left out. */
            account?: string | null;
            /** @description Why. */
            reason: string;
        };
        /** @description What was published, the newest first. */
        Reference: {
            /** @description Calendars; the last is the one that the program brings along. */
            calendars: components["schemas"]["CalendarRow"][];
            /** @description Catalogues. */
            catalogs: components["schemas"]["CatalogRow"][];
        };
        /** @description Cases that have to do with a case. */
        Related: {
            /** @description Whether there are more. */
            has_more: boolean;
            /** @description Duplicates before others of the applicant, of both the latest received first. */
            items: components["schemas"]["RelatedCase"][];
        };
        /** @description A case that has to do with another one. */
        RelatedCase: components["schemas"]["IntakeCaseRow"] & {
            /** @description Why. */
            why: components["schemas"]["Why"];
        };
        /** @description Nothing more to say. */
        RemoveView: Record<string, unknown>;
        /** @description A complaint that may be the same as the one that was asked about. */
        Repeat: components["schemas"]["ComplaintRow"] & {
            /** @description Whether it came before the one that was asked about, which repeats it then. */
            came_before: boolean;
            /** @description Why. */
            reason: components["schemas"]["RepeatReason"];
        };
        /**
         * @description Why a complaint may be the same as another.
         * @enum {string}
         */
        RepeatReason: "same_person_same_case" | "same_person_same_item" | "same_person_same_department" | "same_case";
        /** @description Which report is to be corrected, and why. */
        ReplacesBody: {
            /** @description Why. */
            reason: string;
            /**
             * Format: uuid
             * @description The report: the one of the same period that holds.
             */
            report_id: string;
        };
        /** @description The answer of the asked department. */
        Reply: {
            /** @description What it says. */
            opinion: string;
            /** @description `agreed` or `objected`. */
            outcome: string;
        };
        /** @description A part of the answer. */
        ReplyPartly: {
            /** @description What can be said so far. */
            opinion: string;
        };
        /** @description What was put right. */
        Report: {
            /** @description What. */
            report: string;
        };
        /** @description A report with which another is compared. */
        ReportBefore: {
            /** @description What it is about. */
            months: components["schemas"]["ReportMonths"];
            /**
             * Format: uuid
             * @description The report.
             */
            report_id: string;
        };
        /** @description A report. */
        ReportBody: {
            /** @description Department; the whole city when left out. */
            department?: string | null;
            /** @description First month, as `2026-07`. */
            from: string;
            replaces?: components["schemas"]["ReplacesBody"] | null;
            /** @description Last month; at most twelve in all. */
            through: string;
            /** @description What the supervisor has to say. */
            word: string;
        };
        /** @description What a report says in figures. */
        ReportContent: {
            before?: components["schemas"]["ReportBefore"] | null;
            /** @description Of each department, the best first; none in a report about one department. */
            departments: components["schemas"]["ReportDepartment"][];
            /** @description Of the whole that it is about. */
            figures: components["schemas"]["ReportFigure"][];
            /** @description Of the items with the most late cases, at most ten, the worst first. */
            items: components["schemas"]["ReportItem"][];
        };
        /** @description A department among the others. */
        ReportDepartment: {
            /** @description The department. */
            department: string;
            /** @description Its figures. */
            figures: components["schemas"]["ReportFigure"][];
            /**
             * Format: int32
             * @description Its place from 1, by the share of its cases that were decided in time by law; equal shares
             *     have one place. None where it decided nothing.
             */
            place?: number | null;
            /**
             * Format: int32
             * @description Its place in the report before.
             */
            place_before?: number | null;
        };
        /** @description A figure of a report. */
        ReportFigure: {
            /**
             * Format: double
             * @description How much it was in the report before.
             */
            before?: number | null;
            /** @description The figure whose rows stand behind it, as `/api/metrics/cases` tells them. */
            behind?: ("received" | "accepted" | "deemed_accepted" | "concluded" | "granted" | "refused" | "on_time_by_law" | "on_time_by_promise" | "late_by_law" | "late_by_promise" | "waiting" | "open" | "suspended" | "overdue_by_law" | "overdue_by_promise" | "declined" | "withdrawn" | "duplicate" | "annulled" | "tasks_open" | "tasks_overdue" | "tasks_answered" | "tasks_answered_in_time" | "tasks_answered_late" | "complaints_open" | "complaints_overdue" | "complaints_received" | "complaints_closed" | "complaints_closed_late" | "complaints_confirmed" | "complaints_solved" | "complaints_satisfied" | "complaints_dissatisfied" | "rated" | "rated_satisfied" | "rated_dissatisfied") | null;
            /**
             * Format: double
             * @description It is to be no more.
             */
            goal_max?: number | null;
            /**
             * Format: double
             * @description It is to be no less.
             */
            goal_min?: number | null;
            /**
             * @description Which, by the names of the summary: `flow.received`, `tasks.warnings.lead`,
             *     `coordination.share`.
             */
            name: string;
            /** @description It is what stands at the instant of the report, whatever the months. */
            stands: boolean;
            /**
             * Format: double
             * @description How much, with at most six digits behind the point; none of a share of nothing.
             */
            value?: number | null;
        };
        /** @description A report that was issued. */
        ReportIssued: {
            /**
             * Format: uuid
             * @description The report.
             */
            report_id: string;
        };
        /** @description An item with late cases. */
        ReportItem: {
            /** @description The department that decides. */
            department: string;
            /** @description Its figures. */
            figures: components["schemas"]["ReportFigure"][];
            /** @description The item. */
            item_code: string;
        };
        /** @description Which months, both bounds included. */
        ReportMonths: {
            /** @description The first, as `2026-07`. */
            from: string;
            /** @description The last. */
            through: string;
        };
        /** @description What the figures of a report are now. */
        ReportNow: components["schemas"]["ReportContent"] & {
            as_of: components["schemas"]["AsOf"];
        };
        /** @description What a report would say now. */
        ReportPreview: components["schemas"]["ReportContent"] & {
            as_of: components["schemas"]["AsOf"];
            in_force?: components["schemas"]["MetricsReportRow"] | null;
        };
        /** @description A report as it was issued. */
        ReportView: components["schemas"]["MetricsReportRow"] & components["schemas"]["ReportContent"] & {
            /** @description The figures show at least the log up to here. */
            position: string;
            /** @description What the supervisor has to say. */
            word: string;
        };
        RequestsStatus: {
            /**
             * Format: int64
             * @description Worked on now, this one among them.
             */
            n_in_flight: number;
            /** @description More than so many are told to come back. */
            n_in_flight_max: number;
            /**
             * Format: int64
             * @description Told to come back (503) since the process began.
             */
            n_refused: number;
        };
        /** @description What came of it. */
        Resolve: {
            /** @description In words, for whoever asks later. */
            note: string;
        };
        /** @description An item that somebody has looked at. */
        ResolvedItem: {
            /**
             * Format: uuid
             * @description The item.
             */
            item: string;
            /** @description Whether it was open until now; one that was not stays as it was. */
            was_open: boolean;
        };
        /** @description The first response to an emergency. */
        ResponseView: {
            /** @description The first instant that is too late. */
            by_at: string;
            /** @description Who did. */
            department?: string | null;
            /** @description It came too late, or is too late now. */
            is_late: boolean;
            /**
             * Format: int64
             * @description Whole minutes that are left, less than none when it is late; none once somebody responded, or
             *     when it is over.
             */
            minutes_left?: number | null;
            /** @description When somebody took a task on; none while nobody has. */
            responded_at?: string | null;
        };
        /** @description From when on. */
        RhythmBody: {
            /**
             * Format: date
             * @description The first day: lists are due every fourteen days from it.
             */
            first_on: string;
        };
        /** @description The list that is due next. */
        RhythmStatus: {
            /** @description The first instant that is too late. */
            next_due_at: string;
            /**
             * Format: int32
             * @description Which.
             */
            next_nth: number;
            /**
             * Format: date
             * @description The working day on which it is due.
             */
            next_on: string;
        };
        /** @description When the next list is due, and those before it. */
        RhythmView: {
            /** @description The latest of those that were due, the newest first. */
            lists: components["schemas"]["ListRow"][];
            next?: components["schemas"]["NextList"] | null;
        };
        /** @description A page of a list. */
        Rows_AbsenceRow: {
            /** @description The rows. */
            items: {
                /** @description The account. */
                account: string;
                /**
                 * Format: uuid
                 * @description The event that says so.
                 */
                caused_by: string;
                /** @description Their department. */
                department: string;
                /** @description The account of who stands in; without one their work is the department's. */
                deputy?: string | null;
                /** @description From when. */
                from: string;
                /** @description They are away now. */
                is_now: boolean;
                /** @description The first instant at which they are back. */
                until: string;
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_AccountView: {
            /** @description The rows. */
            items: {
                /** @description Whether it is signed in to at the provider of OpenID Connect. */
                at_provider: boolean;
                /** @description When it was created. */
                created_at: string;
                /** @description The code of its department. */
                department?: string | null;
                /** @description Whether it is one's own, which another one changes. */
                is_own: boolean;
                /**
                 * @description Whether it has a role that is given on the machine alone: here it can be disabled, and nothing
                 *     else.
                 */
                is_privileged: boolean;
                /** @description Its name. */
                login: string;
                /** @description What it may do. */
                roles: string[];
                /** @description `active`, or `disabled`. */
                state: string;
                /** @description Whether it is signed in to with a password. */
                takes_password: boolean;
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_Behind: {
            /** @description The rows. */
            items: {
                /** @description When the case was accepted. */
                accepted_at?: string | null;
                /**
                 * Format: uuid
                 * @description The case; none for a complaint about no case.
                 */
                case_id?: string | null;
                /**
                 * Format: uuid
                 * @description The complaint, where complaints are counted.
                 */
                complaint_id?: string | null;
                /** @description The instant by which it is counted. */
                counted_at: string;
                /**
                 * Format: uuid
                 * @description The event that made it count; of what stands now, the last that changed it.
                 */
                counted_by: string;
                /** @description Who decides, was asked, or answers; none for a complaint that nobody was assigned. */
                department?: string | null;
                /**
                 * @description Until when: by law, or by promise where the figure goes by that. The first instant that is
                 *     too late; none where the clock stands still or has not begun.
                 */
                due_at?: string | null;
                /** @description When it was decided, or answered. */
                ended_at?: string | null;
                /** @description The item. */
                item_code?: string | null;
                /** @description Its number. */
                number?: string | null;
                /** @description When it was received, or asked for. */
                received_at: string;
                /**
                 * Format: uuid
                 * @description The task, where tasks are counted.
                 */
                task_id?: string | null;
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_DeliberationRow: {
            /** @description The rows. */
            items: {
                /**
                 * Format: uuid
                 * @description The event that caused the row to be as it is.
                 */
                caused_by: string;
                /** @description The first instant at which opinions are too late. */
                closes_at: string;
                /** @description When it was decided. */
                decided_at?: string | null;
                /**
                 * Format: uuid
                 * @description The deliberation.
                 */
                deliberation_id: string;
                /** @description Whether everybody is asked. */
                is_public: boolean;
                /** @description Its number. */
                number: string;
                /** @description When it was put to others. */
                opened_at: string;
                /** @description `open`, `closed`, `summarised`, `decided`. */
                state: string;
                /** @description What it is, in a line. */
                title: string;
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_DepartmentRow: {
            /** @description The rows. */
            items: {
                /** @description Complaints that it answers. */
                complaints: components["schemas"]["ComplaintFigures"];
                /** @description Its code in the catalogue. */
                department: string;
                /** @description What happened to its cases in the months that were asked for. */
                flow: components["schemas"]["Flow"];
                /** @description What applicants think of its services. */
                ratings: components["schemas"]["RatingFigures"];
                /** @description What stands now. */
                standing: components["schemas"]["MetricsStanding"];
                /** @description How it helped others. */
                tasks: components["schemas"]["TaskFigures"];
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_DisputeRow: {
            /** @description The rows. */
            items: {
                /** @description What was asked. */
                ask: Record<string, unknown>;
                /** @description Who disputes. */
                by_department: string;
                /**
                 * Format: uuid
                 * @description Its case.
                 */
                case_id: string;
                /**
                 * Format: uuid
                 * @description The event that caused the row to be as it is.
                 */
                caused_by: string;
                /** @description When it last changed. */
                changed_at: string;
                /**
                 * Format: uuid
                 * @description The dispute.
                 */
                dispute_id: string;
                /** @description When it was disputed. */
                disputed_at: string;
                /** @description When it ended. */
                ended_at?: string | null;
                /** @description Who asked. */
                from_department: string;
                /** @description It waits for its ruling and is too late now. */
                is_overdue: boolean;
                /** @description By which rule. */
                legal_basis: string;
                /** @description The case's number. */
                number: string;
                /** @description Why. */
                reason: string;
                /** @description Who has to answer, as the disputing department sees it. */
                responsible?: string | null;
                /** @description Until when it is to be ruled. */
                rule_by_at: string;
                ruling?: components["schemas"]["RulingView"] | null;
                /** @description `open`, `ruled`, `withdrawn`, `lapsed`. */
                state: string;
                /**
                 * Format: uuid
                 * @description The task.
                 */
                task_id: string;
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_EmergencyRow: {
            /** @description The rows. */
            items: {
                /**
                 * Format: uuid
                 * @description The emergency; tasks are asked for it as for a case.
                 */
                case_id: string;
                /**
                 * Format: uuid
                 * @description The event that caused the row to be as it is.
                 */
                caused_by: string;
                /** @description When it last changed. */
                changed_at: string;
                /** @description When it was declared. */
                declared_at: string;
                /** @description When it ended. */
                ended_at?: string | null;
                /** @description `natural_disaster`, `accident`, `public_health`, `social_security`. */
                kind: string;
                /** @description Who leads. */
                lead_department: string;
                /** @description The latest word: a report, a reason, or the summary. */
                note?: string | null;
                /** @description Its number. */
                number: string;
                /** @description `emergency` or `drill`. */
                occasion: string;
                /** @description Where. */
                place: string;
                /** @description The plan. */
                plan: string;
                /** @description Its name. */
                plan_name: Record<string, unknown>;
                /**
                 * Format: int64
                 * @description Its version.
                 */
                plan_version: number;
                /** @description The first response. */
                response: components["schemas"]["ResponseView"];
                /** @description `especially_serious`, `serious`, `relatively_serious`, `ordinary`. */
                severity: string;
                /** @description `declared`, `responded`, `ended`, `closed`. */
                state: string;
                /** @description What happened. */
                what: string;
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_ImportRow: {
            /** @description The rows. */
            items: {
                /**
                 * Format: uuid
                 * @description The event that caused the row to be as it is.
                 */
                caused_by: string;
                /** @description The file's name. */
                file_name: string;
                /**
                 * Format: uuid
                 * @description The import.
                 */
                import_id: string;
                /**
                 * Format: int64
                 * @description Cases of the file.
                 */
                n_cases: number;
                /**
                 * Format: int64
                 * @description Rows of the file.
                 */
                n_rows: number;
                /** @description When it began to come in. */
                started_at: string;
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_ItemRow: {
            /** @description The rows. */
            items: {
                /** @description Complaints about it. */
                complaints: components["schemas"]["ComplaintFigures"];
                /** @description The department that decides. */
                department: string;
                /** @description What happened to its cases in the months that were asked for. */
                flow: components["schemas"]["Flow"];
                /** @description The item's code in the catalogue. */
                item_code: string;
                /** @description What applicants think of it. */
                ratings: components["schemas"]["RatingFigures"];
                /** @description What stands now. */
                standing: components["schemas"]["MetricsStanding"];
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_ListedComplaint: {
            /** @description The rows. */
            items: (components["schemas"]["ComplaintRow"] & {
                /**
                 * Format: int64
                 * @description How many that came before it may be the same, up to 100.
                 */
                n_repeated: number;
            })[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_MatterView: {
            /** @description The rows. */
            items: {
                /**
                 * Format: int64
                 * @description The catalogue whose duties and items were compared.
                 */
                catalog_version: number;
                /**
                 * Format: uuid
                 * @description The event that caused the row to be as it is.
                 */
                caused_by: string;
                confirmed?: components["schemas"]["Confirmed"] | null;
                /** @description The department of whoever asked. */
                from_department?: string | null;
                /**
                 * Format: uuid
                 * @description The matter.
                 */
                matter_id: string;
                /** @description What was proposed. */
                proposal: components["schemas"]["Proposal"];
                /** @description When it was asked. */
                proposed_at: string;
                /** @description `proposed` or `confirmed`. */
                state: string;
                /** @description What else is said about it. */
                text?: string | null;
                /** @description What it is, in a line. */
                title: string;
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_MeetingRow: {
            /** @description The rows. */
            items: {
                /** @description When it was called. */
                called_at: string;
                /**
                 * Format: uuid
                 * @description The `case_id` of what it decides: its project, or itself.
                 */
                case_id: string;
                /**
                 * Format: uuid
                 * @description The event that caused the row to be as it is.
                 */
                caused_by: string;
                /** @description Who asks for what it decides. */
                convening_department: string;
                /** @description When it is or was held. */
                held_at: string;
                /**
                 * Format: uuid
                 * @description The meeting.
                 */
                meeting_id: string;
                /** @description The number of that. */
                number: string;
                /** @description When its minutes were published. */
                published_at?: string | null;
                /** @description Why it is cancelled. */
                reason?: string | null;
                /** @description `called`, `held`, `cancelled`. */
                state: string;
                /** @description What it is, in a line. */
                title: string;
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_NoticeRow: {
            /** @description The rows. */
            items: {
                /** @description Until when it is to be answered; none where doing the work is the answer. */
                answer_by_at?: string | null;
                /**
                 * Format: uuid
                 * @description Its case.
                 */
                case_id: string;
                /**
                 * Format: uuid
                 * @description The event that caused the row to be as it is.
                 */
                caused_by: string;
                /** @description When it last changed. */
                changed_at: string;
                /** @description `blue`, `yellow`, `red`. */
                colour: string;
                /** @description Who was warned. */
                department: string;
                /**
                 * Format: int64
                 * @description The epoch of the deadline.
                 */
                epoch: number;
                /** @description It waits for its answer and is too late now. */
                is_unanswered: boolean;
                /** @description When it was issued. */
                issued_at: string;
                /** @description The latest word: a statement, grounds or a reason. */
                note?: string | null;
                /**
                 * Format: uuid
                 * @description The warning.
                 */
                notice_id: string;
                /** @description The case's number. */
                number: string;
                /** @description What the task is asked for: `application`, `emergency`, `project`. */
                occasion: string;
                /**
                 * Format: int64
                 * @description What it counts against the department.
                 */
                points: number;
                /** @description `unacknowledged`, `due_soon`, `overdue`, `lead`, `supervisor`, `accountability`. */
                rung: string;
                /** @description `open`, `appealed`, `answered`, `met`, `revoked`, `closed`. */
                state: string;
                /**
                 * Format: uuid
                 * @description The task.
                 */
                task_id: string;
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_ProjectRow: {
            /** @description The rows. */
            items: {
                /**
                 * Format: uuid
                 * @description The event that caused the row to be as it is.
                 */
                caused_by: string;
                /** @description When who leads, who takes part or how it stands last changed. */
                changed_at: string;
                /** @description When it was closed. */
                closed_at?: string | null;
                /** @description What it is to reach. */
                goal: string;
                /** @description The account that leads. */
                leader_account: string;
                /** @description The department that leads. */
                leader_department: string;
                /** @description Its number. */
                number: string;
                /** @description `achieved`, `partly_achieved`, `given_up`; none while it is underway. */
                outcome?: string | null;
                /**
                 * Format: uuid
                 * @description The project: the `case_id` of what is asked for it.
                 */
                project_id: string;
                /** @description What came of it. */
                result?: string | null;
                /** @description When it was set up. */
                set_up_at: string;
                /** @description `underway` or `closed`. */
                state: string;
                /** @description What it is, in a line. */
                title: string;
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_PublicOpinionRow: {
            /** @description The rows. */
            items: {
                /** @description When. */
                given_at: string;
                /** @description The number under which whoever gave it finds it again. */
                receipt: string;
                /** @description `for`, `against`, `other`. */
                stance: string;
                /** @description In words; none where it was erased. */
                text?: string | null;
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_Repeat: {
            /** @description The rows. */
            items: (components["schemas"]["ComplaintRow"] & {
                /** @description Whether it came before the one that was asked about, which repeats it then. */
                came_before: boolean;
                /** @description Why. */
                reason: components["schemas"]["RepeatReason"];
            })[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_ReportRow: {
            /** @description The rows. */
            items: {
                /**
                 * Format: uuid
                 * @description The event by which it was issued.
                 */
                caused_by: string;
                /** @description The department it is about; the whole city where none is named. */
                department?: string | null;
                /** @description When it was issued. */
                issued_at: string;
                /** @description The account of the supervisor who issued it. */
                issued_by: string;
                /** @description What it is about. */
                months: components["schemas"]["ReportMonths"];
                /**
                 * Format: int64
                 * @description Counts the reports of this period from 1.
                 */
                nth: number;
                /** @description Why. */
                reason?: string | null;
                /**
                 * Format: uuid
                 * @description The report that corrects it: it holds no more.
                 */
                replaced_by?: string | null;
                /**
                 * Format: uuid
                 * @description The report that it corrects.
                 */
                replaces?: string | null;
                /**
                 * Format: uuid
                 * @description The report.
                 */
                report_id: string;
                /** @description Whether its months were over then; else its figures are of a part of them. */
                was_over: boolean;
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_StepRow: {
            /** @description The rows. */
            items: {
                /**
                 * Format: int64
                 * @description How many have not answered.
                 */
                asks: number;
                /**
                 * Format: uuid
                 * @description The case.
                 */
                case_id: string;
                /**
                 * Format: uuid
                 * @description The event that caused the row to be as it is.
                 */
                caused_by: string;
                /** @description Who works it. */
                department: string;
                /** @description The first instant that is too late; none while the clock stands still. */
                due_at?: string | null;
                /** @description Its name. */
                name: Record<string, unknown>;
                /** @description Its number. */
                number: string;
                /**
                 * Format: int64
                 * @description Its round.
                 */
                round: number;
                /** @description `asking` while other departments are to answer, then `active`. */
                state: string;
                /** @description The step. */
                step: string;
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_StuckRow: {
            /** @description The rows. */
            items: {
                /**
                 * Format: uuid
                 * @description The project, or the case of the task.
                 */
                case_id: string;
                /** @description Who raised it, or asks. */
                from_department: string;
                /**
                 * Format: uuid
                 * @description The project of a blocker, or the task.
                 */
                id: string;
                /** @description `blocker` or `task`. */
                kind: string;
                /**
                 * Format: int64
                 * @description On how many fortnightly lists it was already.
                 */
                n_listed: number;
                /**
                 * Format: int32
                 * @description Which blocker of the project; 0 for a task.
                 */
                nth: number;
                /** @description Its number. */
                number: string;
                /** @description Since when. */
                since: string;
                /** @description `blocked`, `returned`, `disputed`, `overdue`. */
                state: string;
                /** @description The project, in a line. */
                title?: string | null;
                /** @description Whom it takes. */
                to_department: string;
                /** @description What is stuck. */
                what: Record<string, unknown>;
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_TaskRow: {
            /** @description The rows. */
            items: (components["schemas"]["CoordinationStanding"] & {
                /** @description Until when the asked department has to take it on. */
                acknowledge_by_at: string;
                acts_next?: components["schemas"]["ActsNext"] | null;
                /** @description What is asked. */
                ask: Record<string, unknown>;
                /**
                 * Format: uuid
                 * @description Its case.
                 */
                case_id: string;
                /**
                 * Format: uuid
                 * @description The event that caused the row to be as it is.
                 */
                caused_by: string;
                /** @description When it last changed. */
                changed_at: string;
                /**
                 * Format: uuid
                 * @description The last dispute about it.
                 */
                dispute_id?: string | null;
                /** @description The first instant that is too late. */
                due_at: string;
                /** @description When "due soon" is said. */
                due_soon_at: string;
                /**
                 * Format: int64
                 * @description Counts deadlines: a return, a reassignment, an extension or an answer sent
                 *     back begins a new one.
                 */
                epoch: number;
                /**
                 * Format: int64
                 * @description More time that is asked for and not decided, in the unit of the limit.
                 */
                extension?: number | null;
                /** @description Who asks. */
                from_department: string;
                /** @description It waits for its answer and is too late now. */
                is_overdue: boolean;
                /**
                 * Format: uuid
                 * @description The task that its case waits for instead.
                 */
                joined_into?: string | null;
                /** @description The rule by which it may be asked. */
                legal_basis: string;
                /** @description Papers that go with it, by name. */
                materials: string[];
                /**
                 * Format: int64
                 * @description How often it was returned.
                 */
                n_returns: number;
                /**
                 * Format: int64
                 * @description How often an answer to it was sent back.
                 */
                n_sent_back: number;
                /**
                 * Format: int64
                 * @description Other cases that wait for it.
                 */
                n_shares: number;
                /**
                 * Format: int64
                 * @description How often who waits for the answer asked after it.
                 */
                n_urged: number;
                /** @description The latest word: a reason or an opinion. */
                note?: string | null;
                /** @description The case's number. */
                number: string;
                /** @description What it is asked for: `application`, `emergency`, `drill`, `project`. */
                occasion: string;
                /** @description `agreed` or `objected`. */
                outcome?: string | null;
                /**
                 * Format: uuid
                 * @description The task that it helps with.
                 */
                parent_id?: string | null;
                /** @description Since when it waits for who acts next. */
                passed_at: string;
                /** @description The due date rests on dates for which a notice is still to come. */
                provisional: boolean;
                /** @description When it was asked. */
                requested_at: string;
                /**
                 * Format: int64
                 * @description Which time that step was started.
                 */
                round?: number | null;
                /**
                 * @description `requested`, `acknowledged`, `questioned`, `returned`, `disputed`, `replied`, `accepted`, `joined`,
                 *     `withdrawn`, `closed`.
                 */
                state: string;
                /** @description The step that waits for the answer; none for a task asked by hand. */
                step?: string | null;
                /**
                 * Format: uuid
                 * @description The task.
                 */
                task_id: string;
                /** @description Who is asked. */
                to_department: string;
                /** @description When that was last. */
                urged_at?: string | null;
            })[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_ViewRow: {
            /** @description The rows. */
            items: {
                /** @description Whose it is. */
                account: string;
                /**
                 * Format: uuid
                 * @description The event that caused the row to be as it is.
                 */
                caused_by: string;
                /** @description The filter: to stand behind `/api/coordination/tasks?`. */
                filter: string;
                /** @description It is one's own. */
                is_own: boolean;
                /** @description Its name. */
                name: string;
                /** @description The department with which it is shared. */
                shared_with?: string | null;
                /**
                 * Format: uuid
                 * @description The view.
                 */
                view_id: string;
            }[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows_WarningRow: {
            /** @description The rows. */
            items: (components["schemas"]["CoordinationStanding"] & {
                /** @description What is asked. */
                ask: Record<string, unknown>;
                /**
                 * Format: uuid
                 * @description Its case.
                 */
                case_id: string;
                /**
                 * Format: uuid
                 * @description The event that is the warning.
                 */
                caused_by: string;
                /** @description Who had to answer the task. */
                department: string;
                /** @description The due date warned about. */
                due_at: string;
                /**
                 * Format: int64
                 * @description The epoch of the deadline.
                 */
                epoch: number;
                /** @description Who asks. */
                from_department: string;
                /** @description When it was warned. */
                issued_at: string;
                /** @description The case's number. */
                number: string;
                /** @description What the task is asked for: `application`, `emergency`, `drill`, `project`. */
                occasion: string;
                /** @description `unacknowledged`, `due_soon`, `overdue`, `lead`, `supervisor`, `accountability`. */
                rung: string;
                /**
                 * Format: uuid
                 * @description The task.
                 */
                task_id: string;
                /** @description What has become of the task. */
                task_state: string;
                /** @description Who is warned: `handler`, `coordinator`, `lead`, `supervisor`, `accountability`. */
                to_role: string;
            })[];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A page of rows, and of when they are. */
        RowsAsOf_DepartmentRow: components["schemas"]["Rows_DepartmentRow"] & {
            as_of: components["schemas"]["AsOf"];
        };
        /** @description A page of rows, and of when they are. */
        RowsAsOf_ImportRow: components["schemas"]["Rows_ImportRow"] & {
            as_of: components["schemas"]["AsOf"];
        };
        /** @description A page of rows, and of when they are. */
        RowsAsOf_ItemRow: components["schemas"]["Rows_ItemRow"] & {
            as_of: components["schemas"]["AsOf"];
        };
        /** @description A page of rows, and of when they are. */
        RowsAsOf_ReportRow: components["schemas"]["Rows_ReportRow"] & {
            as_of: components["schemas"]["AsOf"];
        };
        /** @description Who has to answer (裁决结果). */
        Ruling: {
            /** @description Who helps it; they are asked by it. */
            assisting?: string[];
            /** @description Which. */
            department: string;
            /** @enum {string} */
            kind: "responsible";
        } | {
            /** @enum {string} */
            kind: "not_needed";
        };
        /** @description What the majority holds, in the words of the chair. */
        RulingGiven: {
            /** @description By which rule. */
            legal_basis: string;
            /** @description Why. */
            reason: string;
        };
        /** @description What was ruled. */
        RulingView: components["schemas"]["Ruling"] & {
            /** @description By which rule. */
            legal_basis?: string | null;
            /**
             * Format: int64
             * @description Votes for it.
             */
            n_for?: number | null;
            /**
             * Format: int64
             * @description Members of the panel; 0 where a ruling of before was followed.
             */
            n_members?: number | null;
            /**
             * Format: int64
             * @description Votes cast.
             */
            n_votes?: number | null;
            /**
             * Format: uuid
             * @description The ruling of before that was followed.
             */
            precedent?: string | null;
            /** @description Why. */
            reason?: string | null;
        };
        /** @description A list to be kept. */
        SaveView: {
            /** @description The filter, as the query of the list of tasks has it: `view=waiting&overdue=true`. */
            filter: string;
            /** @description Its name, at most 60 characters; what had that name is replaced. */
            name: string;
            /** @description Share it with one's department. */
            shared?: boolean;
        };
        /** @description What there is to be said about all duties of a catalogue. */
        Scan: {
            /** @description Items that no duty of their department covers. */
            gaps: components["schemas"]["Gap"][];
            /** @description How many duties were compared. */
            n_duties: number;
            /** @description How many gaps there are, those that are not told included. */
            n_gaps: number;
            /** @description How many overlaps there are, those that are not told included. */
            n_overlaps: number;
            /** @description Duties of different departments that say much the same, the closest first. */
            overlaps: components["schemas"]["Pair"][];
        };
        /** @description What the warnings of a department count. */
        ScoreRow: {
            /** @description The department. */
            department: string;
            /**
             * Format: int64
             * @description Warnings that count.
             */
            n_counting: number;
            /**
             * Format: int64
             * @description Warnings that were met.
             */
            n_met: number;
            /**
             * Format: int64
             * @description Warnings that were revoked.
             */
            n_revoked: number;
            /**
             * Format: int64
             * @description Points against it; what was met or revoked counts nothing.
             */
            points: number;
        };
        /** @description What warnings count, per department. */
        Scores: {
            /** @description The most points first. */
            items: components["schemas"]["ScoreRow"][];
        };
        /** @description Why a complaint is to be answered by itself. */
        Separate: {
            /** @description Why. */
            reason: string;
        };
        ServiceStatus: {
            /** @description Whether this process works for it. */
            is_here: boolean;
            readers: components["schemas"]["ReaderStatus"][];
            service: string;
            /** @description Those that have begun here. */
            sweepers: components["schemas"]["SweeperStatus"][];
        };
        /** @description What an account may do from now on. */
        SetRights: {
            /** @description The code of its department; window clerks and handlers need one. */
            department?: string | null;
            /** @description All of its roles. */
            roles: string[];
        };
        /** @description Which task gives way. */
        Share: {
            /**
             * Format: uuid
             * @description A task of another case that asks the same of the same department.
             */
            with_task_id: string;
        };
        /** @description A duty that another department has too. */
        Shared: {
            /** @description Whose it is. */
            department: string;
            /** @description Which of its duties. */
            duty: string;
            /** @description The rules it rests on. */
            legal_basis: string[];
            /** @description How it reads. */
            text: Record<string, unknown>;
        };
        /** @description A session. */
        SignedIn: {
            /** @description Department, where there is one. */
            department?: string | null;
            /** @description Until when it is good. */
            expires_at: string;
            /** @description Account name. */
            login: string;
            /** @description What the account may do. */
            roles: string[];
            /**
             * @description Whether the account has a password, which its owner may change; not where it is signed in to
             *     at the provider alone.
             */
            takes_password: boolean;
            /** @description To be sent as `Authorization: Bearer …`. */
            token: string;
        };
        /** @description Where a browser goes next. */
        SignedOut: {
            /** @description Where the session at the provider of OpenID Connect is ended too; null where there is none. */
            provider?: string | null;
        };
        /** @description How things stand. */
        SituationReport: {
            /** @description How; 1 to 2,000 characters. */
            text: string;
        };
        /** @description That the answer will do. */
        Solved: {
            /** @description The check code of the case. */
            code: string;
            /** @description The case number. */
            number: string;
            /**
             * Format: int32
             * @description 1 very satisfied … 5 very dissatisfied (GB/T 39046 A.8).
             */
            satisfaction: number;
            /** @description Whether the matter is solved. */
            solved: boolean;
        };
        /** @description Where something known about a department stands. */
        Source: {
            /** @enum {string} */
            kind: "name";
        } | {
            /** @description Which. */
            code: string;
            /** @enum {string} */
            kind: "duty";
        } | {
            /** @description Which. */
            code: string;
            /** @enum {string} */
            kind: "item";
        } | {
            /** @enum {string} */
            kind: "matter";
            /**
             * Format: uuid
             * @description Which.
             */
            matter_id: string;
        } | {
            /**
             * Format: uuid
             * @description Which.
             */
            dispute_id: string;
            /** @enum {string} */
            kind: "ruling";
        } | {
            /** @enum {string} */
            kind: "task";
        };
        /**
         * @description Where a task stands on the board.
         * @enum {string}
         */
        Stage: "to_take_on" | "in_work" | "questioned" | "contested" | "answered";
        /** @description A step that is being worked on. */
        StepRow: {
            /**
             * Format: int64
             * @description How many have not answered.
             */
            asks: number;
            /**
             * Format: uuid
             * @description The case.
             */
            case_id: string;
            /**
             * Format: uuid
             * @description The event that caused the row to be as it is.
             */
            caused_by: string;
            /** @description Who works it. */
            department: string;
            /** @description The first instant that is too late; none while the clock stands still. */
            due_at?: string | null;
            /** @description Its name. */
            name: Record<string, unknown>;
            /** @description Its number. */
            number: string;
            /**
             * Format: int64
             * @description Its round.
             */
            round: number;
            /** @description `asking` while other departments are to answer, then `active`. */
            state: string;
            /** @description The step. */
            step: string;
        };
        /** @description A step. */
        StepView: {
            /** @description Who works it: who acts next, when it is active. */
            department: string;
            /** @description Its name. */
            name: Record<string, unknown>;
            /** @description `waiting`, `active`, `done`. */
            state: string;
            /** @description Its id. */
            step: string;
            /** @description Departments whose answers it waits for. */
            waits_for: string[];
        };
        /** @description An event that a reader cannot read. */
        StopRow: {
            /**
             * Format: uuid
             * @description The event.
             */
            event: string;
            /** @description Whether the reader has left it behind: parked, or read by a newer program. */
            is_passed: boolean;
            /** @description Its type. */
            kind: string;
            /** @description When somebody parked it. */
            parked_at?: string | null;
            /** @description Who did. */
            parked_by?: string | null;
            /** @description Why. */
            parked_why?: string | null;
            /**
             * Format: int32
             * @description Its partition.
             */
            partition: number;
            /** @description The reader. */
            reader: string;
            /** @description Why it cannot be read. */
            reason: string;
            /**
             * Format: int64
             * @description Its place there.
             */
            seq: number;
            /** @description When a reader stopped there for the first time. */
            stopped_at: string;
        };
        /** @description A stored file. */
        Stored: {
            /** @description What it is, checked against its content. */
            content_type: string;
            /** @description Its hash: what applications name it by. */
            sha256: string;
            /**
             * Format: int64
             * @description How long it is.
             */
            size_bytes: number;
        };
        /** @description What happened and what comes next, in plain words. */
        StoryView: {
            /** @description What happened, the first first. */
            happened: components["schemas"]["LineView"][];
            /** @description Who acts next; nobody once the case is over. */
            next: components["schemas"]["NextView"][];
            /**
             * Format: date-time
             * @description Until when the office promises to be done.
             */
            promised_at?: string | null;
        };
        /** @description Something that is stuck between departments. */
        StuckRow: {
            /**
             * Format: uuid
             * @description The project, or the case of the task.
             */
            case_id: string;
            /** @description Who raised it, or asks. */
            from_department: string;
            /**
             * Format: uuid
             * @description The project of a blocker, or the task.
             */
            id: string;
            /** @description `blocker` or `task`. */
            kind: string;
            /**
             * Format: int64
             * @description On how many fortnightly lists it was already.
             */
            n_listed: number;
            /**
             * Format: int32
             * @description Which blocker of the project; 0 for a task.
             */
            nth: number;
            /** @description Its number. */
            number: string;
            /** @description Since when. */
            since: string;
            /** @description `blocked`, `returned`, `disputed`, `overdue`. */
            state: string;
            /** @description The project, in a line. */
            title?: string | null;
            /** @description Whom it takes. */
            to_department: string;
            /** @description What is stuck. */
            what: Record<string, unknown>;
        };
        /** @description An application. */
        Submit: {
            /** @description Take it although something is missing, and tell the applicant what (容缺收件). */
            accept_incomplete?: boolean;
            /** @description Who applies. */
            applicant: components["schemas"]["PartyBody"];
            /** @description `window`, `web`, `mobile`, `hotline` or `post`. */
            channel: string;
            /** @description Answers by the names of the item's form. */
            form?: Record<string, unknown>;
            /** @description The item, by its code. */
            item: string;
            /** @description Stored files by the code of the material. */
            materials?: components["schemas"]["BTreeMap"];
            /**
             * Format: date-time
             * @description When it was received, where that was not now: at most ten days back.
             */
            received_at?: string | null;
        };
        /** @description The office, or one department, at a glance. */
        Summary: {
            as_of: components["schemas"]["AsOf"];
            /** @description Complaints. */
            complaints: components["schemas"]["ComplaintFigures"];
            /** @description What happened in the months that were asked for. */
            flow: components["schemas"]["Flow"];
            /** @description What the shares below are to reach. */
            goals: components["schemas"]["Goals"];
            /** @description What applicants think of the services. */
            ratings: components["schemas"]["RatingFigures"];
            /** @description What stands now, whatever the months. */
            standing: components["schemas"]["MetricsStanding"];
            tasks?: components["schemas"]["TaskFigures"] | null;
            today?: components["schemas"]["Flow"] | null;
        };
        /** @description What was said, in short. */
        SummaryView: {
            /** @description How departments spoke. */
            departments: Record<string, unknown>;
            /** @description The main points. */
            points: string[];
            /** @description How the public did. */
            public: Record<string, unknown>;
            /** @description In words. */
            summary: string;
        };
        /** @description What was asked for. */
        Supplement: {
            /** @description Answers by the names of the item's form. */
            form?: Record<string, unknown>;
            /** @description Stored files by the code of the material; they replace the earlier ones of it. */
            materials?: components["schemas"]["BTreeMap"];
        };
        /** @description A special procedure. */
        Suspend: {
            /** @description Its code in the item. */
            procedure: string;
            /** @description Why. */
            reason: string;
        };
        /** @enum {string} */
        SweeperStateRow: "running" | "standby" | "held_up" | "stalled";
        /** @description What gives commands as work becomes due. */
        SweeperStatus: {
            /** @description What keeps it from going on. */
            error?: string | null;
            state: components["schemas"]["SweeperStateRow"];
            sweeper: string;
            /** @description Up to which instant it did last what had become due, by the office's clock. */
            swept_at?: string | null;
        };
        /** @description How departments that were asked to help did. */
        TaskFigures: components["schemas"]["Answers"] & {
            /**
             * Format: int64
             * @description Of those, agreed.
             */
            agreed: number;
            /**
             * Format: int64
             * @description Tasks given, by a request or handed over from another department.
             */
            asked: number;
            /**
             * Format: int64
             * @description Of those, objected.
             */
            objected: number;
            /**
             * Format: int64
             * @description Tasks that wait for an answer now.
             */
            open: number;
            /**
             * Format: int64
             * @description Of those, past their due date now.
             */
            overdue: number;
            /**
             * Format: int64
             * @description Answers given; one more for a task whose answer was sent back.
             */
            replied: number;
            /**
             * Format: int64
             * @description Tasks given back.
             */
            returned: number;
            /**
             * Format: int64
             * @description Answers sent back.
             */
            sent_back: number;
            /** @description Warnings, by rung. */
            warnings: components["schemas"]["Warnings"];
        };
        /** @description The history of a task: what happened, from the first event to the last (交接记录). */
        TaskHistory: {
            /** @description In the order in which it happened. */
            steps: components["schemas"]["TaskStep"][];
        };
        /** @description Why. */
        TaskReason: {
            /** @description Why. */
            reason: string;
        };
        /** @description A task in a list. */
        TaskRow: components["schemas"]["CoordinationStanding"] & {
            /** @description Until when the asked department has to take it on. */
            acknowledge_by_at: string;
            acts_next?: components["schemas"]["ActsNext"] | null;
            /** @description What is asked. */
            ask: Record<string, unknown>;
            /**
             * Format: uuid
             * @description Its case.
             */
            case_id: string;
            /**
             * Format: uuid
             * @description The event that caused the row to be as it is.
             */
            caused_by: string;
            /** @description When it last changed. */
            changed_at: string;
            /**
             * Format: uuid
             * @description The last dispute about it.
             */
            dispute_id?: string | null;
            /** @description The first instant that is too late. */
            due_at: string;
            /** @description When "due soon" is said. */
            due_soon_at: string;
            /**
             * Format: int64
             * @description Counts deadlines: a return, a reassignment, an extension or an answer sent
             *     back begins a new one.
             */
            epoch: number;
            /**
             * Format: int64
             * @description More time that is asked for and not decided, in the unit of the limit.
             */
            extension?: number | null;
            /** @description Who asks. */
            from_department: string;
            /** @description It waits for its answer and is too late now. */
            is_overdue: boolean;
            /**
             * Format: uuid
             * @description The task that its case waits for instead.
             */
            joined_into?: string | null;
            /** @description The rule by which it may be asked. */
            legal_basis: string;
            /** @description Papers that go with it, by name. */
            materials: string[];
            /**
             * Format: int64
             * @description How often it was returned.
             */
            n_returns: number;
            /**
             * Format: int64
             * @description How often an answer to it was sent back.
             */
            n_sent_back: number;
            /**
             * Format: int64
             * @description Other cases that wait for it.
             */
            n_shares: number;
            /**
             * Format: int64
             * @description How often who waits for the answer asked after it.
             */
            n_urged: number;
            /** @description The latest word: a reason or an opinion. */
            note?: string | null;
            /** @description The case's number. */
            number: string;
            /** @description What it is asked for: `application`, `emergency`, `drill`, `project`. */
            occasion: string;
            /** @description `agreed` or `objected`. */
            outcome?: string | null;
            /**
             * Format: uuid
             * @description The task that it helps with.
             */
            parent_id?: string | null;
            /** @description Since when it waits for who acts next. */
            passed_at: string;
            /** @description The due date rests on dates for which a notice is still to come. */
            provisional: boolean;
            /** @description When it was asked. */
            requested_at: string;
            /**
             * Format: int64
             * @description Which time that step was started.
             */
            round?: number | null;
            /**
             * @description `requested`, `acknowledged`, `questioned`, `returned`, `disputed`, `replied`, `accepted`, `joined`,
             *     `withdrawn`, `closed`.
             */
            state: string;
            /** @description The step that waits for the answer; none for a task asked by hand. */
            step?: string | null;
            /**
             * Format: uuid
             * @description The task.
             */
            task_id: string;
            /** @description Who is asked. */
            to_department: string;
            /** @description When that was last. */
            urged_at?: string | null;
        };
        /** @description What has become of a task. */
        TaskStatus: {
            /**
             * Format: uuid
             * @description Its case.
             */
            case_id: string;
            /** @description The first instant that is too late; none when it is over. */
            due_at?: string | null;
            /**
             * @description `requested`, `acknowledged`, `questioned`, `returned`, `disputed`, `replied`, `accepted`, `joined`,
             *     `withdrawn`, `closed`.
             */
            state: string;
            /**
             * Format: uuid
             * @description The task.
             */
            task_id: string;
        };
        /** @description One thing that happened to a task. */
        TaskStep: {
            /** @description When. */
            at: string;
            /** @description Who did it: an account, or the name of a policy. */
            by: string;
            /** @description For which department they did it. */
            by_department?: string | null;
            /**
             * Format: uuid
             * @description The event.
             */
            caused_by: string;
            /** @description Its due date. */
            due_at?: string | null;
            /**
             * Format: int32
             * @description The deadline that began with it.
             */
            epoch?: number | null;
            /**
             * @description The account that works the task from then on, where that changed: none where another
             *     department was asked.
             */
            handler?: string | null;
            /** @description What: the event's name without service and version, such as `task_returned`. */
            happened: string;
            /** @description A question, a reason, an urging or an opinion. */
            note?: string | null;
            /** @description Who has to answer the task from then on, where that changed. */
            to_department?: string | null;
        };
        /** @description A task by itself. */
        TaskView: components["schemas"]["TaskRow"] & {
            clock?: components["schemas"]["CoordinationClockView"] | null;
            meeting?: components["schemas"]["AskedBy"] | null;
            project?: components["schemas"]["AskedBy"] | null;
        };
        /** @description The figures period by period. */
        Trend: {
            as_of: components["schemas"]["AsOf"];
            /** @description By what they are told. */
            by: components["schemas"]["TrendBy"];
            /** @description What shares are to reach. */
            goals: components["schemas"]["Goals"];
            /** @description Every month or week that was asked for, the first first. */
            periods: components["schemas"]["TrendPeriod"][];
        };
        /**
         * @description By what the figures are told.
         * @enum {string}
         */
        TrendBy: "month" | "week";
        /** @description What happened in one month or week. */
        TrendPeriod: {
            /** @description Its first instant. */
            begins_at?: string | null;
            /** @description To complaints. */
            complaints: components["schemas"]["ComplaintFlow"];
            /** @description To cases. */
            flow: components["schemas"]["Flow"];
            /** @description The month, as `2026-01`, or the week, as `2026-W05`. */
            period: string;
            /** @description What applicants thought of the services. */
            ratings: components["schemas"]["RatingFigures"];
            /** @description Tasks between departments that were answered. */
            tasks: components["schemas"]["Answers"];
        };
        /** @description A word to who has to answer. */
        Urge: {
            /** @description What is said. */
            note: string;
        };
        /** @description Verifications of the process that answers. */
        Verification: {
            /** @description Whether one can be begun here: where the log lies in a folder. */
            can_begin: boolean;
            last?: components["schemas"]["VerificationRow"] | null;
        };
        /** @description A verification. */
        VerificationRow: {
            /** @description When. */
            begun_at: string;
            /** @description Who began it. */
            by: string;
            /** @description When it ended; none while it runs. */
            ended_at?: string | null;
            /** @description Why it did not, otherwise. */
            failed?: Record<string, unknown> | null;
            found?: components["schemas"]["Verified"] | null;
            progress?: components["schemas"]["Progress"] | null;
        };
        /** @description What checking the data found. */
        Verified: {
            /** @description The first 1,000 of them. */
            damaged_materials: string[];
            /** @description The first 1,000 of them. */
            faults: components["schemas"]["Fault"][];
            /** @description The first 1,000 of them. */
            missing_materials: components["schemas"]["MissingMaterial"][];
            /** @description Materials whose content is not what their name says. */
            n_damaged_materials: number;
            /**
             * Format: int64
             * @description Events that check.
             */
            n_events: number;
            /** @description Places that do not check. */
            n_faults: number;
            /** @description Files that were handed in. */
            n_materials: number;
            /** @description Materials that events name and that are not stored. */
            n_missing_materials: number;
            /** @description Segments. */
            n_segments: number;
            /** @description Streams whose chains hold. */
            n_streams: number;
            /** @description Whether everything checks. */
            sound: boolean;
            /** @description Unfinished ends that opening the log cuts off: what a power cut leaves. */
            unfinished: components["schemas"]["Fault"][];
        };
        /** @description A new version of an item or a plan, beside the version before. */
        VersionMove: {
            /** @description The item or plan. */
            code: string;
            /** @description What else is said otherwise, as files name it. */
            fields: string[];
            /** @description Limits that are others. */
            limits: components["schemas"]["LimitMove"][];
            /** @description Its name. */
            names: Record<string, unknown>;
            /** @description Steps, materials, fields and other parts that are others. */
            parts: components["schemas"]["PartMove"][];
            /** @description The first day on which it holds for what begins. */
            valid_from: string;
            /**
             * Format: int32
             * @description The version.
             */
            version: number;
            /**
             * Format: int32
             * @description The version before.
             */
            version_before: number;
        };
        /** @description A saved view. */
        ViewRow: {
            /** @description Whose it is. */
            account: string;
            /**
             * Format: uuid
             * @description The event that caused the row to be as it is.
             */
            caused_by: string;
            /** @description The filter: to stand behind `/api/coordination/tasks?`. */
            filter: string;
            /** @description It is one's own. */
            is_own: boolean;
            /** @description Its name. */
            name: string;
            /** @description The department with which it is shared. */
            shared_with?: string | null;
            /**
             * Format: uuid
             * @description The view.
             */
            view_id: string;
        };
        /** @description What has become of a saved view. */
        ViewStatus: {
            /**
             * Format: uuid
             * @description The view.
             */
            view_id: string;
        };
        /** @description How a member holds that it is to be ruled. */
        Vote: {
            /** @description Why. */
            reason: string;
            /** @description Who has to answer. */
            ruling: components["schemas"]["Ruling"];
        };
        /** @description Why a paper need not be brought. */
        WaivePaper: {
            /** @description Why. */
            reason: string;
        };
        /** @description A warning. */
        WarningRow: components["schemas"]["CoordinationStanding"] & {
            /** @description What is asked. */
            ask: Record<string, unknown>;
            /**
             * Format: uuid
             * @description Its case.
             */
            case_id: string;
            /**
             * Format: uuid
             * @description The event that is the warning.
             */
            caused_by: string;
            /** @description Who had to answer the task. */
            department: string;
            /** @description The due date warned about. */
            due_at: string;
            /**
             * Format: int64
             * @description The epoch of the deadline.
             */
            epoch: number;
            /** @description Who asks. */
            from_department: string;
            /** @description When it was warned. */
            issued_at: string;
            /** @description The case's number. */
            number: string;
            /** @description What the task is asked for: `application`, `emergency`, `drill`, `project`. */
            occasion: string;
            /** @description `unacknowledged`, `due_soon`, `overdue`, `lead`, `supervisor`, `accountability`. */
            rung: string;
            /**
             * Format: uuid
             * @description The task.
             */
            task_id: string;
            /** @description What has become of the task. */
            task_state: string;
            /** @description Who is warned: `handler`, `coordinator`, `lead`, `supervisor`, `accountability`. */
            to_role: string;
        };
        /** @description Warnings that were issued, by rung of the ladder. */
        Warnings: {
            /**
             * Format: int64
             * @description It was put on record for accountability.
             */
            accountability: number;
            /**
             * Format: int64
             * @description The due date is near.
             */
            due_soon: number;
            /**
             * Format: int64
             * @description The head of the department was told.
             */
            lead: number;
            /**
             * Format: int64
             * @description It has passed.
             */
            overdue: number;
            /**
             * Format: int64
             * @description Supervision took it up.
             */
            supervisor: number;
            /**
             * Format: int64
             * @description A task was not taken on in time.
             */
            unacknowledged: number;
        };
        /**
         * @description Why cases have to do with each other.
         * @enum {string}
         */
        Why: "goes_on" | "repeats" | "same_applicant";
        /** @description Why the applicant withdraws. */
        Withdraw: {
            /** @description Why. */
            reason: string;
        };
        /** @description Why a dispute is withdrawn. */
        WithdrawDispute: {
            /** @description Why. */
            reason: string;
        };
        /** @description Work items, oldest first. */
        WorkItemList: {
            /** @description The rows of the page. */
            items: components["schemas"]["WorkItemRow"][];
            /** @description Where the next page begins; none on the last. */
            next?: string | null;
        };
        /** @description A command of a policy or sweeper that the domain refused: somebody must look at it. */
        WorkItemRow: {
            /**
             * Format: uuid
             * @description What it belongs to: mostly the case.
             */
            correlation: string;
            /**
             * Format: uuid
             * @description The event that led to it, where one did.
             */
            event?: string | null;
            /** @description When it was refused for the first time. */
            first_seen_at: string;
            /**
             * Format: uuid
             * @description The item: the id of the command.
             */
            item: string;
            /** @description The policy or sweeper that gave the command. */
            reader: string;
            /** @description Why it was refused. */
            reason: string;
            /** @description What came of it. */
            resolution?: string | null;
            /** @description When somebody had looked at it. */
            resolved_at?: string | null;
            /** @description Who had. */
            resolved_by?: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    edge_accounts_list: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description The code of the department. */
                department?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
                /** @description A part of the name. */
                query?: string;
                /** @description A role among its roles. */
                role?: string;
                /** @description `active` or `disabled`. */
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows_AccountView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_add: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddAccount"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountNow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_disable: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                login: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plainly"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountNow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_enable: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                login: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plainly"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountNow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_new_password: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                login: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plainly"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountNow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_set_rights: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                login: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetRights"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountNow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approval_list: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Department that decides; with it come the cases that it took over. */
                department?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
                /** @description Case number. */
                number?: string;
                /** @description `open`, `suspended`, `concluded`, `archived`, `annulled`, `withdrawn`. */
                state?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalRows_CaseRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approval_one: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalCaseView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approval_annul: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Annul"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalCaseView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approval_archive: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalCaseView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approval_conclude: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Grounds"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalCaseView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approval_extend: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalExtend"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalCaseView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approval_reopen: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalReopen"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalCaseView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approval_resume: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalCaseView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approval_approve: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
                step: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Approve"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalCaseView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approval_refuse: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
                step: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Grounds"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalCaseView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approval_send_back: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
                step: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalReturn"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalCaseView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approval_suspend: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Suspend"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalCaseView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approval_steps: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Department that works them; with it come the steps that it took over. */
                department?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows_StepRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_countdowns: {
        parameters: {
            query: {
                /** @description The department whose office hours count; those of the city where none is named. */
                department?: string;
                /** @description Due dates, with commas between them: at most 200. */
                due_at: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Countdown"][];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_departments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>[];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_search: {
        parameters: {
            query?: {
                /** @description Words, a code, or the first characters of words; all items where it is empty. */
                query?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EdgeItemRow"][];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_one: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_department_names: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DepartmentName"][];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complaint_list: {
        parameters: {
            query?: {
                /** @description The case it is about. */
                case_id?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Department that has to answer. */
                department?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
                /** @description Whether they may repeat a complaint that came before. */
                repeated?: boolean;
                /** @description `lodged`, `assigned`, `rectifying`, `rectified`, `answered`, `confirmed`, `merged`. */
                state?: string;
                /**
                 * @description Numbers of complaints or cases, and words of answers, orders and reports or of the names of
                 *     items and departments; what was said is sealed, and is not searched.
                 */
                words?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows_ListedComplaint"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complaint_lodge: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Lodge"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complaint_one: {
        parameters: {
            query?: {
                /** @description Show personal data in the clear: takes a permission, and is recorded. */
                reveal?: boolean;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complaint_answer: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complaint_assign: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ComplaintAssign"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complaint_confirm: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ComplaintConfirm"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complaint_complaint_history: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintHistory"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complaint_merge: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Merge"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complaint_order: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Order"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complaint_reopen: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ComplaintReopen"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complaint_complaint_repeats: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows_Repeat"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complaint_report: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Report"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complaint_separate: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Separate"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complaint_complaints_of_case: {
        parameters: {
            query: {
                /** @description The check code. */
                code: string;
                /** @description The case number, as people type it. */
                number: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnComplaints"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complaint_complain: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnWords"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complaint_say_solved: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Solved"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complaint_refuse_answer: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotSolved"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_absences: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Of this department. */
                department?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows_AbsenceRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_note_absence: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteAbsence"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AbsenceStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_end_absence: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndAbsence"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AbsenceStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_list_blockers: {
        parameters: {
            query?: {
                /** @description Of this project or case. */
                case_id?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description A department that raised it, asks, or is needed. */
                department?: string;
                /** @description `blocker` or `task`. */
                kind?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows_StuckRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_board: {
        parameters: {
            query?: {
                /** @description Cards of a column, at most 50; ten where it is left out. */
                cards?: number;
                /** @description Department that is asked; one's own where it is left out, every one's for a coordinator. */
                department?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Board"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_blocking: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Blocking"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_list_deliberations: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
                /** @description `open`, `closed`, `summarised`, `decided`. */
                state?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows_DeliberationRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_open_deliberation: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MatterBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliberationStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_one_deliberation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                deliberation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliberationView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_close_deliberation: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                deliberation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeliberationClosing"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliberationStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_decide_deliberation: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                deliberation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Decision"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliberationStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_follow_up_deliberation: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                deliberation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FollowUp"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliberationStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_give_opinion: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                deliberation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DepartmentOpinion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliberationStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_list_opinions: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                deliberation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows_PublicOpinionRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_summarise_deliberation: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                deliberation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeliberationSummary"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliberationStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_show_rhythm: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RhythmView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_set_rhythm: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RhythmBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RhythmStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_issue_list: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Issuing"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RhythmStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_one_list: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                nth: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_disputes: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Department that disputes or is heard. */
                department?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
                /** @description Whether they wait for their ruling and are too late now. */
                overdue?: boolean;
                /** @description `open`, `ruled`, `withdrawn`, `lapsed`. */
                state?: string;
                /** @description Of this task. */
                task_id?: string;
                /**
                 * @description Rulings on asks that speak of these words, the best first, on one page: of the best 500 those
                 *     that all else holds of.
                 */
                words?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows_DisputeRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_dispute: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                dispute_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisputeView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_answer_dispute: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                dispute_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisputeAnswer"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisputeStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_follow: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                dispute_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FollowPrecedent"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisputeStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_hear: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                dispute_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisputeParty"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisputeStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_convene: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                dispute_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Panel"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisputeStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_recuse: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                dispute_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Recusal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisputeStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_rule: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                dispute_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RulingGiven"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisputeStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_vote: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                dispute_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Vote"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisputeStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_withdraw_dispute: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                dispute_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithdrawDispute"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisputeStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_overlaps: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Duties"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_emergencies: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
                /** @description `emergency` or `drill`; both where it is left out. */
                occasion?: string;
                /** @description `declared`, `responded`, `ended`, `closed`. */
                state?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows_EmergencyRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_declare_emergency: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeclareEmergency"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmergencyStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_emergency: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmergencyView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_end_emergency: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndEmergency"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmergencyStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_emergency_figures: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmergencyFigures"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_emergency_history: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmergencyHistory"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_hand_in_paper: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
                paper: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandInPaper"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmergencyStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_waive_paper: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
                paper: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WaivePaper"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmergencyStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_report_situation: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SituationReport"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmergencyStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_change_severity: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeSeverity"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmergencyStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_matters_list: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
                /** @description `proposed` or `confirmed`. */
                state?: string;
                /** @description Confirmed matters that speak of these words, the best first, on one page. */
                words?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows_MatterView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_propose: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Propose"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatterStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_matters_one: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                matter_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatterView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_confirm: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                matter_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CoordinationConfirm"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatterStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_list_meetings: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
                /** @description Of this project. */
                project_id?: string;
                /** @description `called`, `held`, `cancelled`. */
                state?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows_MeetingRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_call_meeting: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MeetingBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeetingStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_one_meeting: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                meeting_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeetingView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_cancel_meeting: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                meeting_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Cancelling"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeetingStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_correct_minutes: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                meeting_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Correcting"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeetingStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_publish_minutes: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                meeting_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MinutesBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeetingStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_notices: {
        parameters: {
            query?: {
                /** @description Of this case. */
                case_id?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Department that was warned. */
                department?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
                /** @description `open`, `appealed`, `answered`, `met`, `revoked`, `closed`. */
                state?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows_NoticeRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_notice: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                notice_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_accept_notice: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                notice_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeAccepted"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_answer_notice: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                notice_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeStatement"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_appeal_notice: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                notice_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeAppeal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_revoke_notice: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                notice_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeRevoked"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_uphold_notice: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                notice_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeUpheld"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_plans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plans"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_list_projects: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description A department that leads or takes part. */
                department?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
                /** @description `underway` or `closed`. */
                state?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows_ProjectRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_set_up_project: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_one_project: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_raise_blocker: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Raising"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_clear_blocker: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                nth: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Clearing"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_close_project: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectClosing"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_hand_over_project: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandOver"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_join_project: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Joining"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_leave_project: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Leaving"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_plan_milestone: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MilestoneBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_move_milestone: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                nth: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Moving"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_reach_milestone: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                nth: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reaching"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_list_public_deliberations: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
                /** @description `open`, `closed`, `summarised`, `decided`. */
                state?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows_DeliberationRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_one_public_deliberation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                deliberation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliberationView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_give_public_opinion: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                deliberation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublicOpinion"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpinionReceipt"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_by_receipt: {
        parameters: {
            query: {
                /** @description The number, as people type it. */
                receipt: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GivenOpinion"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_scores: {
        parameters: {
            query: {
                /** @description First instant. */
                from: string;
                /** @description First instant that no longer counts. */
                until: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scores"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_tasks_list: {
        parameters: {
            query?: {
                /**
                 * @description What blocks this case, with `state=open`: its own tasks, and those of other cases that it
                 *     shares.
                 */
                case_id?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Department that is asked. */
                department?: string;
                /** @description The account that works them; `me` for oneself. */
                handler?: string;
                /** @description Whether who works them is away now: open ones, where no state is named. */
                handler_away?: boolean;
                /** @description Rows of a page, at most 200. */
                limit?: number;
                /** @description Whether they wait for their answer and are too late now. */
                overdue?: boolean;
                /**
                 * @description `requested`, `acknowledged`, `questioned`, `returned`, `disputed`, or `open` for these five; `replied`,
                 *     `accepted`, `joined`, `withdrawn`, `closed`.
                 */
                state?: string;
                /** @description `mine`, `department` or `waiting`: those that are open, where no state is named. */
                view?: "mine" | "department" | "waiting";
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows_TaskRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_request: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Ask"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_tasks_one: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_accept_reply: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_acknowledge: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_answer_question: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_assign: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CoordinationAssign"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_close: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Close"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_decline_extension: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskReason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_dispute_task: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisputeTask"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_extend: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CoordinationExtend"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_task_history: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskHistory"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_reply_partly: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplyPartly"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_ask_back: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskBack"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_reassign: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reassign"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_reply: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reply"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_request_extension: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CoordinationExtend"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_give_back: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CoordinationReturn"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_send_back_reply: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskReason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_share: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Share"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_urge: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Urge"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_withdraw: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskReason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_bulk: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Bulk"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkResult"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_views: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows_ViewRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_save_view: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveView"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_remove_view: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                view_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RemoveView"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_warnings_list: {
        parameters: {
            query?: {
                /** @description Of this case; those of a drill are shown only so. */
                case_id?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Department that had to answer. */
                department?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
                /** @description `unacknowledged`, `due_soon`, `overdue`, `lead`, `supervisor`, `accountability`. */
                rung?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows_WarningRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coordination_stream: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description server-sent events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["WarningRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    events_events: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description server-sent events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Changed"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    intake_list: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description The department that decides; with it come the cases that it took over. */
                department?: string;
                /** @description The applicant's identity number, in full. */
                identity?: string;
                /** @description The item, by its code. */
                item?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
                /** @description Part of the applicant's name, at least two characters. */
                name?: string;
                /** @description The case number, as people type it. */
                number?: string;
                /** @description The applicant's telephone number, in full. */
                phone?: string;
                /** @description Where they stand. */
                state?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakeRows_CaseRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    intake_submit: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Submit"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    intake_cases_one: {
        parameters: {
            query?: {
                /** @description Show personal data in the clear: takes a permission, and is recorded. */
                reveal?: boolean;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakeCaseView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    intake_accept: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakeStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    intake_amend: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Amend"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakeStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    intake_correct: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Correct"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakeStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    intake_decline: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Decline"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakeStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    intake_link_duplicate: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkDuplicate"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakeStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    intake_materials_one: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
                sha256: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": number[];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    intake_related: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Related"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    intake_supplement: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Supplement"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakeStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    intake_withdraw: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                case_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Withdraw"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakeStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    intake_store: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stored"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    intake_progress: {
        parameters: {
            query: {
                /** @description The check code. */
                code: string;
                /** @description The case number, as people type it. */
                number: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgressView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    intake_rate: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rate"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakeStanding"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics_metrics_cases: {
        parameters: {
            query: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Department that decides, that was asked to help, or that answers a complaint. */
                department?: string;
                /** @description The figure. */
                figure: "received" | "accepted" | "deemed_accepted" | "concluded" | "granted" | "refused" | "on_time_by_law" | "on_time_by_promise" | "late_by_law" | "late_by_promise" | "waiting" | "open" | "suspended" | "overdue_by_law" | "overdue_by_promise" | "declined" | "withdrawn" | "duplicate" | "annulled" | "tasks_open" | "tasks_overdue" | "tasks_answered" | "tasks_answered_in_time" | "tasks_answered_late" | "complaints_open" | "complaints_overdue" | "complaints_received" | "complaints_closed" | "complaints_closed_late" | "complaints_confirmed" | "complaints_solved" | "complaints_satisfied" | "complaints_dissatisfied" | "rated" | "rated_satisfied" | "rated_dissatisfied";
                /**
                 * @description First month or week, as `2026-01` or `2026-W05`; all before when left out. What stands now
                 *     is told whatever the time.
                 */
                from?: string;
                /** @description Item of the catalogue. */
                item_code?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
                /** @description Last month or week; all after when left out. */
                through?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BehindRows"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics_coordination_cost: {
        parameters: {
            query: {
                /** @description `case`, `item`, `department` or `pair`. */
                by: "case" | "item" | "department" | "pair";
                /** @description This case. */
                case_id?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Cases that this department decides. */
                department?: string;
                /** @description Time before this instant does not count. */
                from?: string;
                /** @description Cases of this item. */
                item_code?: string;
                /** @description Cases of a page, at most 200; of items and pairs all are told. */
                limit?: number;
                /** @description Time from this instant on does not count; now where it is left out. */
                until?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostReport"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics_departments: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description First month, as `2026-01`; all before when left out. */
                from?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
                /** @description Last month; all after when left out. */
                through?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowsAsOf_DepartmentRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics_list: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowsAsOf_ImportRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics_one: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics_items: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Department that decides. */
                department?: string;
                /** @description First month, as `2026-01`; all before when left out. */
                from?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
                /** @description Last month; all after when left out. */
                through?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowsAsOf_ItemRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics_process: {
        parameters: {
            query: {
                /** @description Department that decides. */
                department?: string;
                /** @description Cases received from this month on, as `2026-01`. */
                from?: string;
                /** @description Item of the catalogue. */
                item_code: string;
                /** @description Cases received until the end of this month. */
                through?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Process"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics_list_reports: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Reports about this department; all when left out. */
                department?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowsAsOf_ReportRow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics_issue_report: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportIssued"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics_show_report: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportView"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics_report_now: {
        parameters: {
            query?: never;
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path: {
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportNow"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics_preview_report: {
        parameters: {
            query: {
                /** @description Department; the whole city when left out. */
                department?: string;
                /** @description First month, as `2026-07`. */
                from: string;
                /**
                 * @description Last month: the same for a report of one month, two later for one of a quarter; at most
                 *     twelve in all.
                 */
                through: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportPreview"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics_summary: {
        parameters: {
            query?: {
                /** @description Department that decides, or that was asked to help. */
                department?: string;
                /** @description First month, as `2026-01`; all before when left out. */
                from?: string;
                /** @description Item of the catalogue. */
                item_code?: string;
                /** @description Last month; all after when left out. */
                through?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Summary"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics_trend: {
        parameters: {
            query?: {
                /** @description `month` or `week`; by months when left out. */
                by?: "month" | "week";
                /** @description Department that decides, that was asked to help, or that answers complaints. */
                department?: string;
                /**
                 * @description First month or week, as `2026-01` or `2026-W05`; when left out, eleven months or twelve weeks
                 *     before the last.
                 */
                from?: string;
                /** @description Item of the catalogue. */
                item_code?: string;
                /** @description Last one, at most 36 months or 53 weeks in all; the present one when left out. */
                through?: string;
            };
            header?: {
                /** @description The position that a command answered, as it came: the answer shows the command, or is 503. */
                "Case-Position"?: string | null;
                /** @description `wait=2`: how many seconds to wait for that, at most ten. */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trend"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_confirm: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClockJump"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_readers: {
        parameters: {
            query?: {
                /** @description Its name; all where none is named. */
                reader?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReaderList"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_park: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                event: string;
                reader: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Park"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParkedEvent"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_unpark: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                event: string;
                reader: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParkedEvent"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_reference_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reference"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_publish: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishNotice"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticePublished"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_preview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishNotice"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticePreview"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_publish_catalog: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishCatalog"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogPublished"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_catalog_files: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogFiles"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_preview_catalog: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewCatalog"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckedCatalog"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProcessStatus"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_last_verification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_verify: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_work_items_list: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Rows of a page, at most 200. */
                limit?: number;
                /** @description `open`: those that nobody has looked at; `all`. */
                state?: "open" | "all";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkItemList"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_resolve: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
                 *     64 printable characters do.
                 */
                "Idempotency-Key": string;
                /** @description The `ETag` of the aggregate as it was read; 412 when it changed since. */
                "If-Match"?: string | null;
                /**
                 * @description `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
                 *     everything that follows from it has settled; at most ten seconds.
                 */
                Prefer?: string | null;
            };
            path: {
                item: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resolve"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResolvedItem"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePassword"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_take_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_ways: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offered"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_sign_in_now: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_depart: {
        parameters: {
            query?: {
                /**
                 * @description An address of this office, `/` where none is named: there the page asks `/api/session` for
                 *     the session.
                 */
                return_to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description to the provider */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_arrive: {
        parameters: {
            query?: {
                /** @description What an ID token is given for. */
                code?: string;
                /** @description Why it let nobody in. */
                error?: string;
                /** @description Which provider speaks (RFC 9207). */
                iss?: string;
                /** @description What the browser was sent away with. */
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description to `return_to` */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge_sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedOut"];
                };
            };
            /** @description What stands between the request and its answer */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
