-- A centre's database of version 1: one room of two candidates, merged and marked.
PRAGMA application_id=1262699313;
PRAGMA user_version=1;
BEGIN TRANSACTION;
CREATE TABLE "exams" (
   "id" TEXT PRIMARY KEY,
   "exam" TEXT
);
INSERT INTO "exams" VALUES('exam-1','{"id":"exam-1","assessment":{"title":"客服岗位认证","sections":[{"title":"客观题","items":[{"id":"single","item":{"type":"single","stem":"客服代表接听来电时首先应当","number":"1","section":null,"options":[{"label":"A","text":"选项A的文字"},{"label":"B","text":"选项B的文字"},{"label":"C","text":"选项C的文字"},{"label":"D","text":"选项D的文字"}],"prompts":[],"blanks":0,"points":null,"material":"","tables":[],"images":[{"name":"call-flow.png","media_type":"image/png"}]},"points":"2"},{"id":"multiple","item":{"type":"multiple","stem":"以下哪些属于投诉处理的禁语","number":"2","section":null,"options":[{"label":"A","text":"选项A的文字"},{"label":"B","text":"选项B的文字"},{"label":"C","text":"选项C的文字"},{"label":"D","text":"选项D的文字"},{"label":"E","text":"选项E的文字"}],"prompts":[],"blanks":0,"points":null,"material":"","tables":[],"images":[]},"points":"2"},{"id":"truefalse","item":{"type":"truefalse","stem":"挂机前应当等客户先挂。","number":"3","section":null,"options":[],"prompts":[],"blanks":0,"points":null,"material":"","tables":[],"images":[]},"points":"2"},{"id":"blank","item":{"type":"blank","stem":"录入____后转交____。","number":"4","section":null,"options":[],"prompts":[],"blanks":2,"points":null,"material":"","tables":[],"images":[]},"points":"2"}]},{"title":"主观题及其他","items":[{"id":"essay","item":{"type":"essay","stem":"请简述首问负责制的四个要点","number":"5","section":null,"options":[],"prompts":[],"blanks":0,"points":null,"material":"","tables":[],"images":[]},"points":"2"},{"id":"case-1","item":{"type":"case","stem":"第一步应做什么？","number":"6.1","section":null,"options":[],"prompts":[],"blanks":0,"points":null,"material":"客户李女士来电要求退费，情绪激动。","tables":[],"images":[]},"points":"2"},{"id":"case-2","item":{"type":"case","stem":"第二步应做什么？","number":"6.2","section":null,"options":[],"prompts":[],"blanks":0,"points":null,"material":"客户李女士来电要求退费，情绪激动。","tables":[],"images":[]},"points":"2"},{"id":"interview","item":{"type":"interview","stem":"请介绍一次难忘的服务。","number":"7","section":null,"options":[],"prompts":[],"blanks":0,"points":null,"material":"","tables":[],"images":[]},"points":"2"},{"id":"scenario","item":{"type":"scenario","stem":"模拟：客户要求见经理。","number":"8","section":null,"options":[],"prompts":[],"blanks":0,"points":null,"material":"","tables":[],"images":[]},"points":"2"},{"id":"ordering","item":{"type":"ordering","stem":"排列处理顺序。","number":"9","section":null,"options":[{"label":"A","text":"选项A的文字"},{"label":"B","text":"选项B的文字"},{"label":"C","text":"选项C的文字"},{"label":"D","text":"选项D的文字"}],"prompts":[],"blanks":0,"points":null,"material":"","tables":[],"images":[]},"points":"2"},{"id":"matching","item":{"type":"matching","stem":"把情形和做法配对。","number":"10","section":null,"options":[{"label":"A","text":"选项A的文字"},{"label":"B","text":"选项B的文字"},{"label":"C","text":"选项C的文字"}],"prompts":[{"label":"(1)","text":"来电"},{"label":"(2)","text":"来访"}],"blanks":0,"points":null,"material":"","tables":[],"images":[]},"points":"2"}]}]},"rules":{"duration_s":3600,"pass_mark":"12","latest_entry_s":null,"earliest_hand_in_s":0,"warnings_s":[900,300,60],"outage_credit_s":600,"allow_empty":false,"shuffle_items":false,"shuffle_options":false,"partial_credit":"none","login":["person","name"],"lockdown":"standard","notices":[],"pledge":""}}');
CREATE TABLE "files" (
   "sha256" TEXT PRIMARY KEY,
   "record" TEXT
);
INSERT INTO "files" VALUES('kuq8Md6-jP0lrZ22f9Ujdh233u9iRF2ZinW1uwKGlR4','{"sha256":"kuq8Md6-jP0lrZ22f9Ujdh233u9iRF2ZinW1uwKGlR4","name":"R1.kcm","type":"kcm","outcome":0,"key":"","room":"R1","ticket":"","attempt":"","receipt":"","arrived":1760000000000}');
INSERT INTO "files" VALUES('wE0kQtWeEK6d-zYokZUkR4F5CPRBoVtcX_iI9iOI14Q','{"sha256":"wE0kQtWeEK6d-zYokZUkR4F5CPRBoVtcX_iI9iOI14Q","name":"T1.kcj","type":"kcj","outcome":0,"key":"","room":"R1","ticket":"T1","attempt":"attempt-1_______","receipt":"","arrived":1760000000000}');
INSERT INTO "files" VALUES('-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c','{"sha256":"-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c","name":"T1.kcr","type":"kcr","outcome":0,"key":"","room":"R1","ticket":"T1","attempt":"attempt-1_______","receipt":"DC0W-HJBG-A41X","arrived":1760000000000}');
INSERT INTO "files" VALUES('7-KlwJ5tSdfrc1yYdfd0BL5biHuz9WN4A4lo1OP_gZg','{"sha256":"7-KlwJ5tSdfrc1yYdfd0BL5biHuz9WN4A4lo1OP_gZg","name":"T9.kcr","type":"kcr","outcome":11,"key":"frame.not-ours","room":"","ticket":"","attempt":"","receipt":"","arrived":1760000000000}');
CREATE TABLE "logs" (
   "sha256" TEXT PRIMARY KEY,
   "ticket" TEXT,
   "document" TEXT
);
INSERT INTO "logs" VALUES('wE0kQtWeEK6d-zYokZUkR4F5CPRBoVtcX_iI9iOI14Q','T1','{"ticket":"T1","attempt":"attempt-1_______","rows":15,"closed_at":15,"heads":["hk-rSEPxCJg0Run0Cf7hBetMNdMJSAtcP0twAY05JXo"],"content":"t_5IuWHJDKFmtp80KfzJT5xgybfWJsTFemWjRzMJfRg"}');
CREATE TABLE "manifests" (
   "sha256" TEXT PRIMARY KEY,
   "room" TEXT,
   "document" TEXT
);
INSERT INTO "manifests" VALUES('kuq8Md6-jP0lrZ22f9Ujdh233u9iRF2ZinW1uwKGlR4','R1','{"sha256":"kuq8Md6-jP0lrZ22f9Ujdh233u9iRF2ZinW1uwKGlR4","manifest":{"header":{"format":1,"suite":1,"context":{"session":"s-2025-10","exam_file":"AnOLITtb1NedUQ-8NlVQP6-olgfaD6rA7KFiXfxkT6A","kind":"live","level":"quick"},"room":"R1","counter":1,"previous":"","made":1760000000000,"root":"vSe_ODxwUZUjASyXb8ok14lz3vHAXmIEciNryPlHjfQ","incidents":{"power-cut":1}},"entries":[{"ticket":"T1","status":"submitted","receipt":"DC0W-HJBG-A41X","result":{"name":"T1-attemp.kcr","size":17335,"sha256":"-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c"},"journal":null},{"ticket":"T2","status":"absent","receipt":"","result":null,"journal":null}],"notes":"btXb-FGepL2hkahhX37Dkp2QAiEG11i0xgeeuIdxOXpAbf5Ic0b-73LEmKPvhFOBNhhvmO9jQC9O3Xpsf8VhyKfFTW-8VD8irrYD8C-LWoAbiHO3"},"notes":"二号机位断电一次，已记录"}');
CREATE TABLE "places" (
   "sha256" TEXT,
   "path" TEXT,
   PRIMARY KEY ("sha256", "path")
);
INSERT INTO "places" VALUES('kuq8Md6-jP0lrZ22f9Ujdh233u9iRF2ZinW1uwKGlR4','stick/R1.kcm');
INSERT INTO "places" VALUES('wE0kQtWeEK6d-zYokZUkR4F5CPRBoVtcX_iI9iOI14Q','stick/T1.kcj');
INSERT INTO "places" VALUES('-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c','stick/T1.kcr');
INSERT INTO "places" VALUES('7-KlwJ5tSdfrc1yYdfd0BL5biHuz9WN4A4lo1OP_gZg','stick/T9.kcr');
CREATE TABLE "results" (
   "sha256" TEXT PRIMARY KEY,
   "ticket" TEXT,
   "document" TEXT
);
INSERT INTO "results" VALUES('-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c','T1','{"identity":{"context":{"session":"s-2025-10","exam_file":"AnOLITtb1NedUQ-8NlVQP6-olgfaD6rA7KFiXfxkT6A","kind":"live","level":"quick"},"room":"R1","ticket":"T1","exam":"exam-1","attempt":"attempt-1_______","number":1},"attempt_key":"Pja9-_Zgz7rsdjYOEbiu4jGnl6Mx0xfd5dod5dTRcpE","seat":"01","client":"0.1.0","seed":"AAAA","started":1760000000000,"closed":1760000000099,"reason":"handed-in","used":99,"limit":3600000,"responses":{"blank":{"type":"blanks","texts":["工单","班长"]},"case-1":{"type":"text","text":"先安抚。"},"case-2":{"type":"text","text":"再核实。"},"essay":{"type":"text","text":"我认为要点有四个……"},"interview":{"type":"text","text":"有一次……"},"matching":{"type":"pairs","pairs":[["(1)","B"],["(2)","A"]]},"multiple":{"type":"choice","labels":["A","C"]},"ordering":{"type":"order","labels":["C","A","B","D"]},"scenario":{"type":"text","text":"您好，我来为您处理。"},"single":{"type":"choice","labels":["B"]},"truefalse":{"type":"judgement","value":false}},"revisions":{"blank":1,"case-1":1,"case-2":1,"essay":1,"interview":1,"matching":1,"multiple":1,"ordering":1,"scenario":1,"single":1,"truefalse":1},"marked":["essay"],"outages":[],"notes":[],"head":"hk-rSEPxCJg0Run0Cf7hBetMNdMJSAtcP0twAY05JXo","rows":15}');
CREATE TABLE "schemes" (
   "item" TEXT PRIMARY KEY,
   "scheme" TEXT
);
INSERT INTO "schemes" VALUES('single','{"correct":{"type":"choice","labels":["B"]},"reference":"","explanation":"因为语速过快会让客户听不清","rubric":{"text":"","criteria":[]},"competencies":[],"set_by":null}');
INSERT INTO "schemes" VALUES('multiple','{"correct":{"type":"choice","labels":["A","C","D"]},"reference":"","explanation":"","rubric":{"text":"","criteria":[]},"competencies":[],"set_by":null}');
INSERT INTO "schemes" VALUES('truefalse','{"correct":{"type":"judgement","value":true},"reference":"","explanation":"","rubric":{"text":"","criteria":[]},"competencies":[],"set_by":null}');
INSERT INTO "schemes" VALUES('blank','{"correct":{"type":"accepted","blanks":[["工单系统","系统"],["班长"]]},"reference":"","explanation":"","rubric":{"text":"","criteria":[]},"competencies":[],"set_by":null}');
INSERT INTO "schemes" VALUES('essay','{"correct":null,"reference":"首问负责是指第一位受理者全程跟进","explanation":"","rubric":{"text":"态度一分逻辑四分","criteria":[{"name":"态度","points":"1"}]},"competencies":[],"set_by":null}');
INSERT INTO "schemes" VALUES('case-1','{"correct":null,"reference":"","explanation":"","rubric":{"text":"","criteria":[]},"competencies":[],"set_by":null}');
INSERT INTO "schemes" VALUES('case-2','{"correct":null,"reference":"","explanation":"","rubric":{"text":"","criteria":[]},"competencies":[],"set_by":null}');
INSERT INTO "schemes" VALUES('interview','{"correct":null,"reference":"","explanation":"","rubric":{"text":"","criteria":[]},"competencies":[],"set_by":null}');
INSERT INTO "schemes" VALUES('scenario','{"correct":null,"reference":"","explanation":"","rubric":{"text":"","criteria":[]},"competencies":[],"set_by":null}');
INSERT INTO "schemes" VALUES('ordering','{"correct":{"type":"order","labels":["C","A","B","D"]},"reference":"","explanation":"","rubric":{"text":"","criteria":[]},"competencies":[],"set_by":null}');
INSERT INTO "schemes" VALUES('matching','{"correct":{"type":"pairs","pairs":[["(1)","B"],["(2)","C"]]},"reference":"","explanation":"","rubric":{"text":"","criteria":[]},"competencies":[],"set_by":null}');
CREATE TABLE "scores" (
   "id" INTEGER PRIMARY KEY,
   "sha256" TEXT,
   "item" TEXT,
   "score" TEXT
);
INSERT INTO "scores" VALUES(1,'-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c','single','{"sha256":"-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c","item":"single","points":"2","reason":"right","by":"","comment":"","made":1760000000000}');
INSERT INTO "scores" VALUES(2,'-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c','multiple','{"sha256":"-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c","item":"multiple","points":"0","reason":"wrong","by":"","comment":"","made":1760000000000}');
INSERT INTO "scores" VALUES(3,'-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c','truefalse','{"sha256":"-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c","item":"truefalse","points":"0","reason":"wrong","by":"","comment":"","made":1760000000000}');
INSERT INTO "scores" VALUES(4,'-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c','blank','{"sha256":"-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c","item":"blank","points":"1","reason":"partly-right","by":"","comment":"","made":1760000000000}');
INSERT INTO "scores" VALUES(5,'-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c','essay','{"sha256":"-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c","item":"essay","points":null,"reason":"waits-for-scorer","by":"","comment":"","made":1760000000000}');
INSERT INTO "scores" VALUES(6,'-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c','case-1','{"sha256":"-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c","item":"case-1","points":null,"reason":"waits-for-scorer","by":"","comment":"","made":1760000000000}');
INSERT INTO "scores" VALUES(7,'-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c','case-2','{"sha256":"-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c","item":"case-2","points":null,"reason":"waits-for-scorer","by":"","comment":"","made":1760000000000}');
INSERT INTO "scores" VALUES(8,'-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c','interview','{"sha256":"-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c","item":"interview","points":null,"reason":"waits-for-scorer","by":"","comment":"","made":1760000000000}');
INSERT INTO "scores" VALUES(9,'-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c','scenario','{"sha256":"-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c","item":"scenario","points":null,"reason":"waits-for-scorer","by":"","comment":"","made":1760000000000}');
INSERT INTO "scores" VALUES(10,'-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c','ordering','{"sha256":"-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c","item":"ordering","points":"2","reason":"right","by":"","comment":"","made":1760000000000}');
INSERT INTO "scores" VALUES(11,'-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c','matching','{"sha256":"-Dq_Db3wPgJS0kyJDKCpTMHGGZ4yTw9O4Lmfic_9x4c","item":"matching","points":"1","reason":"partly-right","by":"","comment":"","made":1760000000000}');
CREATE TABLE "session" (
   "id" TEXT PRIMARY KEY,
   "exam_file" TEXT,
   "session" TEXT,
   "passed_findings" TEXT
);
INSERT INTO "session" VALUES('s-2025-10','AnOLITtb1NedUQ-8NlVQP6-olgfaD6rA7KFiXfxkT6A','{"id":"s-2025-10","title":"十月认证","kind":"live","level":"quick","opens":1760000000000,"closes":1760010800000,"rooms":[{"id":"R1","name":"一号考场"},{"id":"R2","name":"二号考场"}]}','[]');
CREATE TABLE "tickets" (
   "number" TEXT PRIMARY KEY,
   "ticket" TEXT
);
INSERT INTO "tickets" VALUES('T1','{"number":"T1","name":"欧阳春晓","person":"44001","exam":"exam-1","room":"R1","seat":"01","extra_time_s":0}');
INSERT INTO "tickets" VALUES('T2','{"number":"T2","name":"司徒念远","person":"44002","exam":"exam-1","room":"R1","seat":"02","extra_time_s":0}');
INSERT INTO "tickets" VALUES('T3','{"number":"T3","name":"慕容听雨","person":"44003","exam":"exam-1","room":"R2","seat":"03","extra_time_s":0}');
COMMIT;
