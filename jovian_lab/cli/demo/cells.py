"""What the cells of the example say."""

INTRODUCTION = """\
# Reading handwritten digits

Can a simple model read digits of 8 × 8 pixels? We start with a **baseline** and improve it step by step.
Every step is a version of this notebook: see the *Versions* sidebar."""

IMPORTS = """\
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from sklearn.metrics import ConfusionMatrixDisplay, accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0"""

ABOUT_THE_DATA = """\
## The data

1,797 digits, written by 43 people and scanned. Each pixel is a number from 0 (white) to 16 (black)."""

LOAD = """\
digits = load_digits()
X, y = digits.data, digits.target
X.shape"""

LOOK = """\
fig, axes = plt.subplots(2, 8, figsize=(8, 2.4))
for ax, image, label in zip(axes.flat, digits.images, y):
    ax.imshow(image, cmap="gray_r")
    ax.set_title(label)
    ax.axis("off")
plt.show()"""

SPLIT = """\
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, stratify=y, random_state=SEED)
print(len(X_train), "digits to learn from,", len(X_test), "to test on")"""

ABOUT_LOGISTIC = """\
## Baseline: logistic regression

Ten linear classifiers on the raw pixels. It knows nothing about shapes, so anything better has to beat this."""

TRAIN_LOGISTIC = """\
from sklearn.linear_model import LogisticRegression

model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
model.fit(X_train, y_train);"""

SCORE = """\
predicted = model.predict(X_test)
accuracy = accuracy_score(y_test, predicted)
print(f"accuracy {accuracy:.4f}, {np.sum(predicted != y_test)} of {len(y_test)} wrong")"""

CONFUSION = """\
fig, ax = plt.subplots(figsize=(5, 5))
ConfusionMatrixDisplay.from_predictions(y_test, predicted, cmap="Blues", colorbar=False, ax=ax)
ax.set_title(f"accuracy {accuracy:.3f}")
plt.show()"""

ABOUT_SVM = """\
## Support vector machine

A kernel lets the model compare whole digits instead of single pixels. All settings are the defaults."""

TRAIN_SVM = """\
from sklearn.svm import SVC

model = make_pipeline(StandardScaler(), SVC(kernel="rbf"))
model.fit(X_train, y_train);"""

ABOUT_MISTAKES = """\
## What does it get wrong?

Each title says *what it is → what the model read*."""

MISTAKES = """\
wrong = np.flatnonzero(predicted != y_test)[:8]
fig, axes = plt.subplots(1, 8, figsize=(8, 1.5))
for ax in axes:
    ax.axis("off")
for ax, i in zip(axes, wrong):
    ax.imshow(X_test[i].reshape(8, 8), cmap="gray_r")
    ax.set_title(f"{y_test[i]} → {predicted[i]}")
plt.show()"""

IMPORTS_WITH_UTILS = """\
import numpy as np
from sklearn.datasets import load_digits
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from utils import plot_confusion, plot_digits

SEED = 0"""

LOOK_WITH_UTILS = """\
plot_digits(X[:16], y[:16])"""

CONFUSION_WITH_UTILS = """\
plot_confusion(y_test, predicted, title=f"accuracy {accuracy:.3f}")"""

MISTAKES_WITH_UTILS = """\
wrong = np.flatnonzero(predicted != y_test)[:8]
plot_digits(X_test[wrong], [f"{y_test[i]} → {predicted[i]}" for i in wrong])"""

UTILS = '''\
"""Plots for the digits notebook."""

import matplotlib.pyplot as plt
import numpy as np
from sklearn.metrics import ConfusionMatrixDisplay


def plot_digits(images, titles, columns=8):
    """Draw digits in rows, each under its title."""
    rows = -(-len(images) // columns)
    _, axes = plt.subplots(rows, columns, figsize=(columns, 1.3 * rows), squeeze=False)
    for ax in axes.flat:
        ax.axis("off")
    for ax, image, title in zip(axes.flat, images, titles):
        ax.imshow(np.reshape(image, (8, 8)), cmap="gray_r")
        ax.set_title(title)
    plt.show()


def plot_confusion(truth, predicted, title):
    """Draw which digits are taken for which."""
    _, ax = plt.subplots(figsize=(5, 5))
    ConfusionMatrixDisplay.from_predictions(truth, predicted, cmap="Blues", colorbar=False, ax=ax)
    ax.set_title(title)
    plt.show()
'''

ABOUT_TUNING = """\
## Support vector machine, tuned

How soft the margin is (`C`) and how far one digit reaches (`gamma`) are chosen by cross-validation
on the training set. The test set is used once, at the end."""

TRAIN_TUNED = """\
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC

search = GridSearchCV(
    make_pipeline(StandardScaler(with_std=False), SVC(kernel="rbf")),
    {"svc__C": [1, 10, 100], "svc__gamma": [0.0003, 0.001, 0.003]},
    cv=5,
)
search.fit(X_train, y_train)
model = search.best_estimator_
print(search.best_params_, f"cross-validated {search.best_score_:.4f}")"""

CONCLUSION = """\
## Where this stands

Scaling every pixel to the same spread made the empty corners as loud as the strokes; leaving that out and tuning
two numbers is worth more than any other model tried so far. Next: move the digits by one pixel for more data."""
