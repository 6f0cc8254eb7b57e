"""Sources as they stand in data science notebooks: code from everyday patterns, and prose."""

from __future__ import annotations

from random import Random

_TABLES = ["df", "data", "train", "test", "housing", "sales", "users", "orders", "titanic", "weather"]
_COLUMNS = ["age", "price", "city", "date", "income", "rooms", "rating", "fare", "sex", "total", "lat", "score"]
_MODELS = ["LinearRegression", "RandomForestClassifier", "SVC", "KNeighborsClassifier", "Ridge", "SGDClassifier"]
_WORDS = [
    "the", "a", "of", "to", "model", "data", "we", "see", "that", "values", "are", "feature", "training",
    "with", "error", "set", "this", "in", "next", "let", "us", "plot", "more", "results", "column", "missing",
    "better", "than", "first", "should", "scale", "compare", "split", "baseline", "noise", "outliers", "simple",
    "because",
]  # fmt: skip

# One notebook has many cells made from the same pattern: that is what makes matching hard.
_PATTERNS: list[list[str]] = [
    ["{t}.head()"],
    ["{t}.info()"],
    ["{t}.describe()"],
    ["plt.show()"],
    ["{t}['{c}'].value_counts()"],
    ["len({t}), {t}.shape"],
    ["import numpy as np", "import pandas as pd", "import matplotlib.pyplot as plt", "%matplotlib inline"],
    ["from sklearn.{m2} import {m}", "from sklearn.metrics import accuracy_score, f1_score"],
    ["{t} = pd.read_csv('{t}_{n}.csv')", "{t}.head({n})"],
    ["{t} = {t}.dropna(subset=['{c}'])", "{t}['{c}_log'] = np.log1p({t}['{c}'])", "{t}.head()"],
    ["plt.figure(figsize=({n}, {k}))", "plt.hist({t}['{c}'], bins={n})", "plt.xlabel('{c}')", "plt.show()"],
    [
        "fig, ax = plt.subplots(figsize=({n}, {k}))",
        "ax.scatter({t}['{c}'], {t}['{d}'], alpha=0.{k}, s={n})",
        "ax.set_xlabel('{c}')",
        "ax.set_ylabel('{d}')",
        "ax.set_title('{c} against {d}')",
        "plt.tight_layout()",
        "plt.show()",
    ],
    [
        "X = {t}[['{c}', '{d}', '{e}']]",
        "y = {t}['{f}']",
        "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.{k}, random_state={n})",
    ],
    [
        "{v} = {m}(random_state={n})",
        "{v}.fit(X_train, y_train)",
        "pred = {v}.predict(X_test)",
        "print('accuracy', accuracy_score(y_test, pred))",
    ],
    [
        "from sklearn.model_selection import cross_val_score",
        "",
        "scores = cross_val_score({v}, X_train, y_train, cv={k}, scoring='accuracy')",
        "print(scores.mean(), scores.std())",
    ],
    [
        "def {v}_{c}(frame, limit={n}):",
        "    kept = frame[frame['{c}'] < limit]",
        "    total = 0",
        "    for row in kept.itertuples():",
        "        total += row.{d} * {k}",
        "    return total / max(len(kept), 1)",
    ],
    [
        "param_grid = [",
        "    {{'n_estimators': [{n}, {k}0], 'max_features': [{k}, {n}]}},",
        "    {{'bootstrap': [False], 'n_estimators': [{n}], 'max_features': [2, {k}]}},",
        "]",
        "grid = GridSearchCV({m}(), param_grid, cv={k})",
        "grid.fit({t}_prepared, {t}_labels)",
        "grid.best_params_",
    ],
    [
        "history = []",
        "for epoch in range({n}):",
        "    loss = train_epoch({v}, {t}, lr=0.0{k})",
        "    history.append(loss)",
        "    if epoch % {k} == 0:",
        "        print(f'epoch {{epoch}} loss {{loss:.{k}f}}')",
        "plt.plot(history)",
    ],
    [
        "joined = {t}.merge({u}, on='{c}', how='left')",
        "grouped = joined.groupby(['{c}', '{d}'])['{e}'].mean().reset_index()",
        "grouped.sort_values('{e}', ascending=False).head({n})",
    ],
    [
        "class {m}Wrapper:",
        "    def __init__(self, {c}={n}):",
        "        self.{c} = {c}",
        "",
        "    def fit(self, X, y):",
        "        self.model = {m}()",
        "        self.model.fit(X, y)",
        "        return self",
        "",
        "    def predict(self, X):",
        "        return self.model.predict(X) + self.{c}",
    ],
]


def code_source(random: Random) -> str:
    """A code cell of one to three patterns."""
    lines: list[str] = []
    for _ in range(random.choices([1, 2, 3], [7, 2, 1])[0]):
        names = _names(random)
        lines += [line.format_map(names) for line in random.choice(_PATTERNS)]
    return "\n".join(lines)


def prose_source(random: Random) -> str:
    """A heading, a paragraph or a list."""
    if random.random() < 0.4:
        return "#" * random.randrange(1, 4) + " " + _sentence(random, 2, 6)
    if random.random() < 0.3:
        return "\n".join("* " + _sentence(random, 3, 9) for _ in range(random.randrange(2, 6)))
    return "\n".join(_sentence(random, 6, 18) + "." for _ in range(random.randrange(1, 5)))


def _sentence(random: Random, least: int, most: int) -> str:
    return " ".join(random.choices(_WORDS, k=random.randrange(least, most))).capitalize()


def _names(random: Random) -> dict[str, str]:
    t, u = random.sample(_TABLES, 2)
    c, d, e, f = random.sample(_COLUMNS, 4)
    model = random.choice(_MODELS)
    return {
        "t": t, "u": u, "c": c, "d": d, "e": e, "f": f, "m": model, "m2": random.choice(["svm", "linear_model"]),
        "v": random.choice(["model", "clf", "reg", "forest", "net"]),
        "n": str(random.randrange(2, 100)), "k": str(random.randrange(2, 10)),
    }  # fmt: skip
