"""The words of header rows, by what the cells below them are; the better word stands first."""

import enum
from typing import Final


class Role(enum.StrEnum):
    """What the cells of a column are."""

    NUMBER = "number"
    NAME = "name"
    TYPE = "type"
    STEM = "stem"
    MATERIAL = "material"
    WHOLE_STEM = "whole-stem"
    PART_STEM = "part-stem"
    PART_TYPE = "part-type"
    OPTION = "option"
    OPTIONS = "options"
    LABEL = "label"
    CHOSEN = "chosen"
    ANSWER = "answer"
    EXPLANATION = "explanation"
    RUBRIC = "rubric"
    KEYWORDS = "keywords"
    POINTS = "points"
    LEVEL = "level"
    TOPIC = "topic"
    SECTION = "section"
    PICTURE = "picture"
    LEFT = "left"
    RIGHT = "right"
    OTHER = "other"


WORDS: Final = {
    Role.NUMBER: "题号 序号 题目序号 试题序号 题目编号 试题编号 题序 小题号 编号 序 no # number num index",
    Role.NAME: "id 题目id 试题id 题目代码 试题代码 题目编码 试题编码 编码 代码 code",
    Role.TYPE: (
        "题型 题目类型 试题类型 题目题型 试题题型 题类 题型名称 题型代码 题型编号 大题题型 题目类别 "
        "试题类别 类型 类别 type itemtype questiontype"
    ),
    Role.STEM: (
        "题干 试题题干 题目题干 题干内容 题目内容 试题内容 题目描述 试题描述 题目正文 题目名称 试题名称 "
        "题目文本 题面 题目 试题 考题 考题内容 考题题干 问题 问题描述 问题内容 内容 标题 题目标题 试题标题 "
        "面试题 面试题目 面试问题 考核内容 stem item question questiontext questionstem questiontitle title"
    ),
    Role.WHOLE_STEM: "大题题干 主题干 父题干 父题题干 组合题题干 复合题题干 公共题干 共用题干 题组题干 大题内容",
    Role.PART_STEM: "小题题干 子题题干 子题干 小题 子题 小题内容 子题内容 小问 小题题目 子题目 subquestion",
    Role.PART_TYPE: "小题题型 子题题型 小题类型 子题类型 子题目类型",
    Role.MATERIAL: (
        "材料 材料内容 背景材料 案例 案例材料 案例内容 案例背景 阅读材料 题目材料 公共材料 背景 资料 情景 "
        "情境 情景描述 情境描述 passage material context"
    ),
    Role.OPTIONS: (
        "选项 选项内容 备选项 备选答案 候选项 待选项 候选答案 全部选项 所有选项 选项列表 选项文本 选项描述 选择项 "
        "可选项 题目选项 试题选项 答案选项 options choices optiontext"
    ),
    Role.LABEL: "选项标号 选项序号 选项编号 选项字母 选项号 选项标识 选项代号 optionlabel label",
    Role.CHOSEN: (
        "是否答案 是否为答案 是否正确 是否正确答案 是否为正确答案 是否正确选项 是否为正确选项 是否正确项 "
        "正确与否 正确否 iscorrect isanswer isright iskey"
    ),
    Role.ANSWER: (
        "正确答案 标准答案 答案 参考答案 正确选项 正确项 题目答案 试题答案 本题答案 小题答案 答案内容 "
        "正确答案序号 答案序号 正确选项序号 参考答案要点 答案要点 答题要点 参考要点 参考答复 参考回答 "
        "参考作答 参考话术 标准话术 判断结果 判断 对错 正误 标答 答 correctanswer correctanswers rightanswer "
        "correctoption answerkey answer answers key correct"
    ),
    Role.EXPLANATION: (
        "解析 答案解析 试题解析 题目解析 答题解析 参考解析 解析内容 解析说明 题解 详解 答案详解 解题思路 "
        "答案说明 答案解释 分析 答案分析 试题分析 解释 点评 explanation analysis rationale feedback"
    ),
    Role.RUBRIC: (
        "评分标准 评分细则 评分要点 评分规则 评分依据 评分说明 评分参考 评价标准 给分标准 计分标准 得分点 "
        "采分点 评分点 考察要点 考查要点 rubric"
    ),
    Role.KEYWORDS: "关键词 关键字 得分关键词 答案关键词 评分关键词 keywords keyword",
    Role.POINTS: (
        "分值 分数 题目分值 试题分值 题目分数 试题分数 每题分值 每题分数 本题分值 小题分值 小题分数 分 "
        "满分 标准分 得分 score points point mark marks"
    ),
    Role.LEVEL: "难度 难易度 难易 难易程度 难度系数 难度等级 难度级别 试题难度 题目难度 difficulty level",
    Role.TOPIC: (
        "知识点 考点 考核点 考查点 能力项 能力 胜任力 能力维度 考察维度 考查维度 测评维度 技能点 标签 题目标签 "
        "试题标签 章节 所属章节 目录 题目目录 试题目录 所属目录 分类 题目分类 试题分类 所属分类 知识分类 模块 知识模块 "
        "topic topics tag tags chapter category competency"
    ),
    Role.SECTION: "大题 大题名称 大题标题 所属大题 部分 所属部分 试卷部分 section",
    Role.PICTURE: "图片 题图 题目图片 试题图片 题干图片 附图 插图 配图 图 image picture images",
    Role.LEFT: "左列 左栏 左侧 左项 左侧内容 左边内容 左侧选项 左选项 匹配左项 匹配项左 配对左项",
    Role.RIGHT: "右列 右栏 右侧 右项 右侧内容 右边内容 右侧选项 右选项 匹配右项 匹配项右 配对右项",
    Role.OTHER: (
        "选项数 选项个数 选项数量 空数 答案数 备注 说明 状态 创建人 创建时间 更新时间 修改时间 录入人 "
        "审核人 出题人 命题人 出处 来源 题库 所属题库 题库名称 科目 学科 课程 专业 岗位 工种 部门 单位 "
        "版本 是否启用 是否公开 使用次数 正确率 答题时间 时限 必填 remark note source status"
    ),
}
